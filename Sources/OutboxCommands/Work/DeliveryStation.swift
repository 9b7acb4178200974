import Logging
import OutboxConfiguration
import OutboxCore
import OutboxIdentity
import OutboxRouting
import OutboxTikTok
import OutboxWorker

/// Everything that `serve` and `drain` put together: tokens, clients, routers, and the pool that works the lanes.
struct DeliveryStation {
    let pool: WorkerPool
    /// The destinations that are worked, in the file's order.
    let destinations: [DestinationSettings]
    private let tokens: [DestinationID: TokenSource]
    private let clients: [TikTokClient]

    /// Puts the parts together.
    ///
    /// - Parameters:
    ///   - names: the destinations to work; nil for all.
    ///   - verb: what runs, as `status` shows the owner.
    init(_ workplace: Workplace, names: [String]?, verb: String, logger: Logger) throws {
        let environment = Environment.all
        destinations = workplace.configuration.destinations.filter { names?.contains($0.name) ?? true }
        var tokens: [DestinationID: TokenSource] = [:]
        var clients: [String: TikTokClient] = [:]
        var lanes: [LaneConfiguration] = []
        for settings in destinations {
            guard let id = workplace.registry.destinations[settings.name] else { continue }
            let path = "destinations.\(settings.name)"
            let token = try TokenSource(settings.accessToken, path: "\(path).access_token", environment: environment)
            tokens[id] = token
            let authority = settings.customCAFile ?? ""
            let client = try clients[authority] ?? Self.client(settings, environment, path, logger)
            clients[authority] = client
            lanes.append(
                try Self.lane(settings, id, workplace.registry.configuration, token, client, path))
        }
        self.tokens = tokens
        self.clients = Array(clients.values)
        pool = WorkerPool(
            store: workplace.store, lanes: lanes, fanOut: workplace.fanOut, owner: Environment.owner(verb),
            logger: logger)
    }

    /// Looks for changed token files every few seconds until it is cancelled.
    func followTokens() async {
        while !Task.isCancelled {
            for (destination, token) in tokens {
                if let digest = token.refresh() { pool.tokenChanged(destination: destination, digest: digest) }
            }
            try? await Task.sleep(for: .seconds(5))
        }
    }

    /// Closes the connections.
    func shutDown() async {
        for client in clients { await client.shutDown() }
    }

    private static func client(
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

    private static func lane(
        _ settings: DestinationSettings, _ id: DestinationID, _ configuration: ConfigurationID, _ token: TokenSource,
        _ client: TikTokClient, _ path: String
    ) throws -> LaneConfiguration {
        let endpoint: TikTokEndpoint
        do { endpoint = try TikTokEndpoint(settings.endpoint) } catch {
            throw CommandFailure(
                .configuration, code: "endpoint", "\(path).endpoint: \(error)", path: "\(path).endpoint")
        }
        let destination = TikTokDestination(
            endpoint: endpoint, eventSource: settings.rules.eventSource, eventSourceID: settings.rules.eventSourceID,
            settings: settings.delivery, accessToken: { token.token })
        let router = Router(rules: settings.rules)
        return LaneConfiguration(
            destination: id, name: settings.name, settings: settings.delivery, eventSource: settings.rules.eventSource,
            pairing: settings.rules.pairing, configuration: configuration, tokenDigest: token.digest,
            rateGroup: "\(token.digest) \(settings.rules.eventSource.rawValue) \(settings.rules.eventSourceID)",
            decide: { delivery, _ in router.decide(delivery) },
            send: { await client.send($0, to: destination) })
    }
}
