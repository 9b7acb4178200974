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
        let takeOver = try await subject.store.takeOver(
            TakeOverRequest(destination: subject.destination, owner: "benchmark", now: now, mayResend: true))
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
                ours = try await deliver(count, from: subject.store, takeOver.lane, batch: batch)
            }
            lines.append(
                BenchmarkLine(
                    name: "claim + open + close, \(batch) a batch, \(sizes.rowsThere) delivered beside",
                    value: Double(ours) / seconds, unit: "deliveries/s", limit: Double(theirs) / theirSeconds,
                    bounds: [.ofLimit(0.5)] + (batch == 1000 ? [.atLeast(60_000)] : [])))
        }
        subject.store.close()
    }

    /// Claims one batch after the other, with up to four on their way at once, as a lane would.
    private func deliver(_ count: Int, from store: SQLiteStore, _ lane: Lane, batch: Int) async throws -> Int {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var (claimed, running) = (0, 0)
            while claimed < count {
                let claim = try await store.claim(lane, limit: batch, now: now)
                guard !claim.deliveries.isEmpty else { break }
                claimed += claim.deliveries.count
                if running == 4 { try await group.next() } else { running += 1 }
                group.addTask { try await openAndClose(claim.deliveries, store, lane) }
            }
            try await group.waitForAll()
            return claimed
        }
    }

    private func openAndClose(_ deliveries: [ClaimedDelivery], _ store: SQLiteStore, _ lane: Lane) async throws {
        let opening = AttemptOpening(lane: lane, configuration: nil, openedAt: now, members: deliveries.map(\.key))
        guard case .opened(let attempt) = try await store.open(opening) else {
            throw BenchmarkError("the attempt was not opened")
        }
        let answer = Answer(
            .delivered, httpStatus: 200, code: 0, message: "OK", requestID: "R", duration: .milliseconds(5),
            request: deliveries.flatMap { $0.record ?? [] }, response: Array("{}".utf8))
        let outcomes = deliveries.map {
            DeliveryOutcome(
                key: $0.key, next: .delivered(nil), verdict: .delivered, spendsAttempt: true, mayHaveArrived: true,
                tiktokEvent: "CompletePayment", sentEventID: $0.eventID)
        }
        try await store.close(
            AttemptClosing(lane: lane, attempt: attempt, closedAt: now, answer: answer, outcomes: outcomes))
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
