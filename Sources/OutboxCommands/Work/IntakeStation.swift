import Glibc
import Logging
import OutboxConfiguration
import OutboxCore
import OutboxIdentity
import OutboxIntake
import OutboxRouting
import OutboxSQLite
import OutboxServer

/// The half of `serve` that takes events: the HTTP server, and what it needs of the configuration.
final class IntakeStation: Sendable {
    /// The server, as a service that runs until graceful shutdown.
    let server: HTTPServer
    /// Writes down what is rejected; a service too, which ends after the server.
    let rejects: RejectLog
    private let api: ProducerAPI

    /// Listens; nil where the configuration says nothing of a server.
    ///
    /// - Parameter worksLanes: whether this process delivers too.
    /// - Throws: `CommandFailure`: exit 3 for keys that are missing or cannot be used, 4 where it cannot listen.
    init?(_ workplace: Workplace, worksLanes: Bool, logger: Logger) async throws {
        guard let address = workplace.configuration.serverAddress else {
            logger.info("no HTTP server", metadata: ["why": "no source has a key, and there is no listen"])
            return nil
        }
        let path = workplace.configuration.databasePath
        let surroundings = Surroundings(
            now: { SystemClock.now }, random: RandomBytes.sixteen,
            freeBytes: { Self.freeBytes(at: path) }, schemaVersion: SQLiteStore.schemaVersion,
            worksLanes: worksLanes)
        rejects = RejectLog(store: workplace.store, logger: logger)
        let api = ProducerAPI(
            store: workplace.store, archive: workplace.archive, rejects: rejects,
            configuration: try Self.served(workplace), surroundings: surroundings)
        do {
            server = try await HTTPServer(
                host: address.host, port: address.port, limits: { api.limits }, admit: { api.admission(of: $0) },
                note: { api.note($0, head: $1) }, respond: { await api.respond(to: $0) })
        } catch {
            throw CommandFailure(.outOfReach, code: "cannot_listen", "\(error)", path: "listen")
        }
        self.api = api
        logger.info("listening", metadata: ["host": "\(address.host)", "port": "\(server.port)"])
        if workplace.configuration.sources.allSatisfy(\.keys.isEmpty) {
            logger.warning("no source has a key: the server takes no events")
        }
    }

    /// Works by another configuration from now on, with the keys as they are now; throws and goes on as before.
    func take(_ served: ServedConfiguration) { api.take(served) }

    /// What a server needs of a configuration, keys fetched.
    static func served(_ workplace: Workplace) throws -> ServedConfiguration {
        let configuration = workplace.configuration
        let environment = Environment.all
        var sources: [ServedSource] = []
        for settings in configuration.sources {
            guard let id = workplace.registry.sources[settings.name] else { continue }
            let keys = try settings.keys.map { reference in
                try key(reference, path: "sources.\(settings.name)", environment)
            }
            sources.append(
                ServedSource(
                    name: settings.name, id: id, dialect: settings.rules.dialect,
                    intake: Intake(rules: settings.rules, source: id, deliveryClass: .live), keys: keys,
                    takesConnectionAddress: settings.addressOrigin == .fromConnection,
                    preview: { DryRun.preview($0, of: settings, destinations: configuration.destinations, now: $1) }))
        }
        var limits = HTTPLimits(body: configuration.server.maximumBodyBytes)
        limits.connections = configuration.server.maximumConnections
        limits.headerTime = configuration.server.headerTime
        limits.bodyTime = configuration.server.bodyTime
        limits.idleTime = configuration.server.idleTime
        var served = ServedConfiguration(
            sources: sources, fanOut: workplace.fanOut, destinations: workplace.destinationNames, limits: limits,
            maximumBacklog: configuration.server.maximumBacklog,
            minimumFreeBytes: configuration.server.minimumFreeBytes, keptHeaders: configuration.server.keptHeaders,
            trustedProxies: configuration.server.trustedProxies)
        // With `like` it is the same pixel once more.
        served.pixels = configuration.destinations.filter { $0.like == nil }.compactMap { settings in
            settings.echo.map {
                ServedPixel(key: $0.key, origins: Set($0.origins), pixelCode: settings.rules.eventSourceID)
            }
        }
        served.keepsEchoes = configuration.keep.echoes
        served.scrubsEchoes = configuration.privacy.scrubsTexts
        return served
    }

    private static func key(
        _ reference: SecretReference, path: String, _ environment: [String: String]
    ) throws -> OutboxIdentity.SHA256Digest {
        switch reference.resolve(environment: environment, sha256: { Array(SHA256Digest(of: $0).bytes) }) {
        case .success(let secret): return SHA256Digest(of: secret.reveal())
        case .failure(let problem):
            throw CommandFailure(.configuration, code: "missing_secret", "\(path): \(problem)", path: path)
        }
    }

    private static func freeBytes(at path: String) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }
}
