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
    ///
    /// Each caller makes its events as it goes: all of them at once would be most of the memory.
    func enqueueSingles(_ count: Int, callers: Int, now: Timestamp) async throws -> Double {
        let (store, source, fanOut) = (store, source, fanOut)
        return try await Machine.asyncSeconds {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<callers {
                    group.addTask {
                        var samples = SampleEvents(seed: UInt64(callers * 1000 + caller))
                        for index in 0..<(count / callers) {
                            let event = samples.next(index, source: source, now: now)
                            _ = try await store.enqueue([event], fanOut: fanOut)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
