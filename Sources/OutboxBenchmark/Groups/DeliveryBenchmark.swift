import OutboxCore
import OutboxSQLite

/// Claim, open and close with many delivered rows beside: what a worker costs the database.
struct DeliveryBenchmark {
    let sizes: BenchmarkSizes
    let folder: ScratchFolder
    private let now = Timestamp(milliseconds: 1_795_363_200_000)

    init(sizes: BenchmarkSizes, folder: ScratchFolder) {
        self.sizes = sizes
        self.folder = folder
    }

    func run(into lines: inout GroupLines) async throws {
        let barePath = folder.file("delivery-bare.db")
        let path = folder.file("delivery.db")
        for path in [barePath, path] { try fill(path) }
        let subject = try await StoreUnderTest(path: path, now: now)
        let worker = try await StoreWorker(subject, now: now)
        let bareDatabase = try BareSQLite(path: barePath)
        let bare = try BareDelivery(bareDatabase)
        let bareEnqueue = try BareEnqueue(bareDatabase)
        for batch in [1000, 50] {
            let count = batch == 1000 ? sizes.rows : sizes.rows / 5
            var samples = SampleEvents(seed: UInt64(batch))
            for index in stride(from: 0, to: count, by: 1000) {
                let events = samples.portion(1000, from: index, source: subject.source, now: now)
                try bareEnqueue.enqueue(events)
                _ = try await subject.store.enqueue(events, fanOut: subject.fanOut)
            }
            let request = [UInt8](repeating: 7, count: batch * 60)
            var theirs = 0
            let theirSeconds = try Machine.seconds {
                while theirs < count {
                    let delivered = try bare.deliver(batch: batch, now: now, request: request)
                    guard delivered > 0 else { break }
                    theirs += delivered
                }
            }
            var ours = 0
            let seconds = try await Machine.asyncSeconds {
                ours = try await worker.deliver(count, batch: batch)
            }
            lines.append(
                BenchmarkLine(
                    name: "claim + open + close, \(batch) a batch, \(sizes.rowsThere) delivered beside",
                    value: Double(ours) / seconds, unit: "deliveries/s", limit: Double(theirs) / theirSeconds,
                    bounds: [.ofLimit(0.5)] + (batch == 1000 ? [.atLeast(60_000)] : [])))
        }
        try await worker.giveBack()
        subject.store.close()
        try await memory(path, into: &lines)
    }

    /// The memory of the store's work alone: in a process without the bare loop.
    private func memory(_ path: String, into lines: inout GroupLines) async throws {
        let process = try ChildProcess(
            try OwnBinary.path, ["store-work", "--database", path, "--rows", String(sizes.rows)])
        let end = try await process.end()
        guard end.status == 0, let words = end.output.split(separator: "\n").first, let peak = Double(words) else {
            throw BenchmarkError("the store's work ended with \(end.status): \(end.output)")
        }
        lines.append(
            BenchmarkLine(
                name: "peak memory of enqueue (1,000 a call; 64 callers), claim, open, close (1,000 a batch)",
                value: peak, unit: "MB", bounds: [.below(100)]))
    }

    /// Makes a file with so many rows, all delivered.
    private func fill(_ path: String) throws {
        let database = try BareSQLite(path: path)
        let enqueue = try BareEnqueue(database)
        var samples = SampleEvents(seed: 3)
        for index in stride(from: 0, to: sizes.rowsThere, by: 2000) {
            try enqueue.enqueue(samples.portion(2000, from: index, source: SourceID(1), now: now))
        }
        try database.execute("UPDATE outbox_delivery SET state = 1")
        try database.execute(
            """
            UPDATE outbox_count SET state = 1 WHERE destination = 1;
            INSERT INTO outbox_count VALUES (1, 1, 0, 0, 0, 0);
            PRAGMA wal_checkpoint(TRUNCATE);
            """)
    }
}
