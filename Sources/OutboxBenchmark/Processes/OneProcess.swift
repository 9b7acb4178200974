import Logging
import OutboxCore
import OutboxRouting
import OutboxSQLite
import OutboxTikTok
import OutboxWorker

/// A store and a worker in this process, put together as `outbox serve` does, for one web destination.
struct OneProcess {
    /// The names in the database; a producer in another process registers the same.
    static let registration = Registration(
        sources: [Registration.Source(name: "shop", dialect: "native")], destinations: ["main"],
        configurationSHA256: [1], configurationText: "benchmark")

    let store: SQLiteStore
    let fanOut: FanOut
    private let client: TikTokClient
    private let pool: WorkerPool

    /// Opens the store; nothing works yet.
    init(database: String, port: Int) async throws {
        store = try SQLiteStore.open(path: database)
        let registry = try await store.register(Self.registration, at: WorkerClock.system.wall())
        guard let source = registry.sources["shop"], let destination = registry.destinations["main"] else {
            throw BenchmarkError("the store does not know what was registered")
        }
        fanOut = FanOut(destinations: [source: [destination]])
        let logger = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        let client = try TikTokClient(
            settings: TikTokClientSettings(version: "benchmark"), now: WorkerClock.system.wall, logger: logger)
        self.client = client
        var settings = DeliverySettings()
        settings.batchWait = .zero
        settings.rate = 1_000_000
        var rules = DestinationRules(name: "main", eventSource: .web, eventSourceID: OutboxBinary.pixel)
        rules.mode = .live
        let router = Router(rules: rules)
        let address = TikTokDestination(
            endpoint: try TikTokEndpoint("http://127.0.0.1:\(port)/open_api/v1.3/event/track/"), eventSource: .web,
            eventSourceID: OutboxBinary.pixel, settings: settings, accessToken: { OutboxBinary.token })
        let lane = LaneConfiguration(
            destination: destination, name: "main", settings: settings, eventSource: .web, pairing: rules.pairing,
            configuration: registry.configuration, tokenDigest: nil, rateGroup: "main",
            decide: { router.decide($0, context: $1) }, send: { await client.send($0, to: address) })
        pool = WorkerPool(store: store, lanes: [lane], fanOut: fanOut, owner: "benchmark", logger: logger)
    }

    /// Does something while the worker works; then ends the worker and closes the store.
    func working<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let value = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [pool] in try await pool.run() }
            defer { pool.stop() }
            return try await body()
        }
        await client.shutDown()
        store.close()
        return value
    }
}
