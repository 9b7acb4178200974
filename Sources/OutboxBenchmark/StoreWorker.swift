import OutboxCore
import OutboxSQLite

/// Owns the lane of a store under test and delivers to nowhere: what a worker has written, without a request.
struct StoreWorker {
    private let store: SQLiteStore
    private let lane: Lane
    private let now: Timestamp

    /// Takes the lane over.
    init(_ subject: StoreUnderTest, now: Timestamp) async throws {
        store = subject.store
        self.now = now
        let request = TakeOverRequest(
            destination: subject.destination, owner: "benchmark", now: now, mayResend: true)
        lane = try await store.takeOver(request).lane
    }

    /// Gives the lane back.
    func giveBack() async throws {
        try await store.giveBack(lane, at: now)
    }

    /// Claims one batch after the other, with up to four on their way at once, as a lane would; gives how many
    /// deliveries were claimed.
    func deliver(_ count: Int, batch: Int) async throws -> Int {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var (claimed, running) = (0, 0)
            while claimed < count {
                let claim = try await store.claim(lane, limit: batch, now: now)
                guard !claim.deliveries.isEmpty else { break }
                claimed += claim.deliveries.count
                if running == 4 { try await group.next() } else { running += 1 }
                group.addTask { try await openAndClose(claim.deliveries) }
            }
            try await group.waitForAll()
            return claimed
        }
    }

    private func openAndClose(_ deliveries: [ClaimedDelivery]) async throws {
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
}
