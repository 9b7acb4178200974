import OutboxCore
import OutboxSQLite

/// What `outbox status` asks the database, with many rows there.
struct StatusBenchmark {
    let sizes: BenchmarkSizes
    let folder: ScratchFolder
    private let now = Timestamp(milliseconds: 1_795_363_200_000)

    init(sizes: BenchmarkSizes, folder: ScratchFolder) {
        self.sizes = sizes
        self.folder = folder
    }

    func run(into lines: inout GroupLines) async throws {
        let path = folder.file("status.db")
        do {
            let enqueue = try BareEnqueue(BareSQLite(path: path))
            var samples = SampleEvents(seed: 4)
            for index in stride(from: 0, to: sizes.rowsThere, by: 2000) {
                try enqueue.enqueue(samples.portion(2000, from: index, source: SourceID(1), now: now))
            }
        }
        let subject = try await StoreUnderTest(path: path, now: now)
        var times: [Double] = []
        for _ in 0..<20 {
            let store = try SQLiteStore.openReading(path: path)
            times.append(
                try await Machine.asyncSeconds { _ = try await store.status(destinations: ["main"], now: now) } * 1000)
            store.close()
        }
        subject.store.close()
        times.sort()
        lines.append(
            BenchmarkLine(
                name: "status, \(sizes.rowsThere) rows there (median of 20)", value: times[10], unit: "ms",
                bounds: [.below(50)]))
    }
}
