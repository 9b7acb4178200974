import Logging
import OutboxConfiguration
import OutboxCore
import OutboxIdentity
import OutboxRouting
import OutboxTikTok
import OutboxWorker
import Synchronization

/// Everything that `serve` and `drain` put together: tokens, clients, routers, and the pool that works the lanes.
final class DeliveryStation: Sendable {
    /// What belongs to one configuration.
    private struct Parts {
        var lanes: [LaneConfiguration] = []
        var destinations: [DestinationSettings] = []
        var tokens: [DestinationID: TokenRotation] = [:]
        /// By their file of certificate authorities; kept from one configuration to the next.
        var clients: [String: TikTokClient] = [:]
    }

    let pool: WorkerPool
    private let names: [String]?
    private let logger: Logger
    private let parts: Mutex<Parts>

    /// Puts the parts together.
    ///
    /// - Parameters:
    ///   - names: the destinations to work; nil for all.
    ///   - verb: what runs, as `status` shows the owner.
    init(_ workplace: Workplace, names: [String]?, verb: String, logger: Logger) throws {
        let parts = try Self.parts(of: workplace, names: names, clients: [:], logger)
        self.names = names
        self.logger = logger
        pool = WorkerPool(
            store: workplace.store, lanes: parts.lanes, fanOut: workplace.fanOut, owner: Environment.owner(verb),
            logger: logger)
        self.parts = Mutex(parts)
    }

    /// The destinations that are worked, in the file's order.
    var destinations: [DestinationSettings] { parts.withLock(\.destinations) }

    /// Works by another configuration from now on, or throws and goes on as before.
    func take(_ workplace: Workplace) async throws {
        let old = parts.withLock { $0 }
        let new = try Self.parts(of: workplace, names: names, clients: old.clients, logger)
        parts.withLock { $0 = new }
        await pool.take(new.lanes, fanOut: workplace.fanOut)
        for (destination, token) in new.tokens {
            if let before = old.tokens[destination], before.digest != token.digest {
                pool.tokenChanged(destination: destination, digest: token.digest)
            }
        }
    }

    /// Looks for changed token files every few seconds until it is cancelled.
    func followTokens() async {
        while !Task.isCancelled {
            for (destination, token) in parts.withLock(\.tokens) {
                if let digest = token.refresh() { pool.tokenChanged(destination: destination, digest: digest) }
            }
            try? await Task.sleep(for: .seconds(5))
        }
    }

    /// Closes the connections.
    func shutDown() async {
        for client in parts.withLock(\.clients).values { await client.shutDown() }
    }

    private static func parts(
        of workplace: Workplace, names: [String]?, clients: [String: TikTokClient], _ logger: Logger
    ) throws -> Parts {
        let environment = Environment.all
        var parts = Parts(clients: clients)
        parts.destinations = workplace.configuration.destinations.filter { names?.contains($0.name) ?? true }
        // Whatever can be wrong is found before the first client is made, since one that is made must be shut down.
        var made: [(settings: DestinationSettings, id: DestinationID, to: TikTokDestination)] = []
        for settings in parts.destinations {
            guard let id = workplace.registry.destinations[settings.name] else { continue }
            let path = "destinations.\(settings.name)"
            let token = try TokenRotation(settings, path: path, environment: environment)
            parts.tokens[id] = token
            made.append((settings, id, try destination(settings, token, path)))
        }
        for (settings, id, destination) in made {
            let authority = settings.customCAFile ?? ""
            let client =
                try parts.clients[authority]
                ?? client(settings, environment, "destinations.\(settings.name)", logger)
            parts.clients[authority] = client
            guard let token = parts.tokens[id] else { continue }
            parts.lanes.append(lane(settings, id, workplace.registry.configuration, token, client, destination))
        }
        return parts
    }

    /// A client with the proxies of the environment and the destination's certificate authorities.
    static func client(
        _ settings: DestinationSettings, _ environment: [String: String], _ path: String, _ logger: Logger
    ) throws -> TikTokClient {
        do {
            var clientSettings = try TikTokClientSettings(version: Version.number, environment: environment)
            if let file = settings.customCAFile { clientSettings.certificateAuthorityFile = file }
            return try TikTokClient(settings: clientSettings, now: { SystemClock.now }, logger: logger)
        } catch {
            throw CommandFailure(.configuration, code: "connection_settings", "\(path): \(error)", path: path)
        }
    }

    /// Where the destination's requests go; the token is asked for at each of them.
    static func destination(
        _ settings: DestinationSettings, _ token: TokenRotation, _ path: String
    ) throws -> TikTokDestination {
        let endpoint: TikTokEndpoint
        do { endpoint = try TikTokEndpoint(settings.endpoint) } catch {
            throw CommandFailure(
                .configuration, code: "endpoint", "\(path).endpoint: \(error)", path: "\(path).endpoint")
        }
        return TikTokDestination(
            endpoint: endpoint, eventSource: settings.rules.eventSource, eventSourceID: settings.rules.eventSourceID,
            settings: settings.delivery, accessToken: { token.token })
    }

    private static func lane(
        _ settings: DestinationSettings, _ id: DestinationID, _ configuration: ConfigurationID, _ token: TokenRotation,
        _ client: TikTokClient, _ destination: TikTokDestination
    ) -> LaneConfiguration {
        let router = Router(rules: settings.rules)
        let digest = token.digest
        return LaneConfiguration(
            destination: id, name: settings.name, settings: settings.delivery, eventSource: settings.rules.eventSource,
            pairing: settings.rules.pairing, configuration: configuration, tokenDigest: digest,
            rateGroup: "\(digest) \(settings.rules.eventSource.rawValue) \(settings.rules.eventSourceID)",
            tokens: token.lane,
            decide: { router.decide($0, context: $1) },
            send: { await client.send($0, to: destination) })
    }
}
