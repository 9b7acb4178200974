import OutboxCore
import OutboxSQLite

/// The store on a file of its own, with one source and one destination.
struct StoreUnderTest {
    let store: SQLiteStore
    let source: SourceID
    let destination: DestinationID
    let fanOut: FanOut

    init(path: String, now: Timestamp) async throws {
        store = try SQLiteStore.open(path: path)
        let registry = try await store.register(
            Registration(
                sources: [Registration.Source(name: "shop", dialect: "native")], destinations: ["main"],
                configurationSHA256: [1], configurationText: "benchmark"),
            at: now)
        guard let source = registry.sources["shop"], let destination = registry.destinations["main"] else {
            throw BenchmarkError("the store does not know what was registered")
        }
        self.source = source
        self.destination = destination
        fanOut = FanOut(destinations: [source: [destination]])
    }

    /// Enqueues from so many callers at once, one event a call, and returns the seconds.
    func enqueueSingles(_ events: [NewEvent], callers: Int) async throws -> Double {
        let portions = (0..<callers).map { caller in
            stride(from: caller, to: events.count, by: callers).map { events[$0] }
        }
        let (store, fanOut) = (store, fanOut)
        return try await Machine.asyncSeconds {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for portion in portions {
                    group.addTask {
                        for event in portion { _ = try await store.enqueue([event], fanOut: fanOut) }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
