import GRDB
import Glibc
import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxSQLite

@Suite("Lanes")
struct LanesTests {
    private func outcome(
        _ claimed: ClaimedDelivery, _ next: DeliveryOutcome.Next, verdict: Verdict = .delivered
    ) -> DeliveryOutcome {
        DeliveryOutcome(
            key: claimed.key, next: next, verdict: verdict, spendsAttempt: true, mayHaveArrived: true,
            tiktokEvent: "CompletePayment", sentEventID: claimed.eventID
        )
    }

    private func open(_ bench: TestStore, _ claimed: [ClaimedDelivery], of lane: Lane) async throws -> AttemptID {
        let result = try await bench.store.open(bench.opening(claimed, of: lane))
        guard case .opened(let attempt) = result else { throw StoreError.database(code: 0, detail: "\(result)") }
        return attempt
    }

    private func claim(_ bench: TestStore, _ lane: Lane, _ limit: Int = 100) async throws -> [ClaimedDelivery] {
        try await bench.store.claim(lane, limit: limit, now: bench.clock.now).deliveries
    }

    @Test("Whoever asks whether a lane is owned does not keep others from owning it")
    func askingDoesNotDisturb() async throws {
        let bench = try await TestStore()
        let path = bench.path + ".lane-\(bench.main)"
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<2000 {
                    // What a reading verb does: a shared lock for an instant.
                    let file = fopen(path, "r")
                    if let file {
                        flock(fileno(file), LOCK_SH | LOCK_NB)
                        fclose(file)
                    }
                    await Task.yield()
                }
            }
            group.addTask {
                for _ in 0..<20 {
                    let lane = try await bench.takeOver().lane
                    try await bench.store.giveBack(lane, at: bench.clock.now)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("A store that is dropped without giving back leaves its lanes to the next, as after a crash")
    func dropped() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(3)
        var other: SQLiteStore? = try bench.anotherProcess()
        let lane = try await bench.takeOver(by: other).lane
        let claimed = try await other?.claim(lane, limit: 10, now: bench.clock.now).deliveries ?? []
        _ = try await other?.open(bench.opening(claimed.prefix(2), of: lane))
        other = nil
        let takeOver = try await bench.takeOver()
        #expect(takeOver.followsCrash)
        #expect(takeOver.unknownAttempts == 1)
        #expect(takeOver.lane.epoch == lane.epoch + 1)
        let again = try await claim(bench, takeOver.lane)
        #expect(again.map(\.losses).sorted() == [0, 1, 1])
        #expect(try bench.counters() == bench.truth())
    }

    @Test("A lane given back in good order counts no loss for what was still open")
    func givenBackWhileOpen() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        _ = try await open(bench, try await claim(bench, lane), of: lane)
        try await bench.store.giveBack(lane, at: bench.clock.now)
        let takeOver = try await bench.takeOver()
        #expect(!takeOver.followsCrash)
        #expect(takeOver.unknownAttempts == 1)
        let again = try await claim(bench, takeOver.lane)
        #expect(again.map(\.losses) == [0])
        #expect(again.map(\.firstSentAt) == [bench.clock.now])
    }

    @Test("A destination that nobody registered has no lane")
    func unknownDestination() async throws {
        let bench = try await TestStore()
        let request = TakeOverRequest(
            destination: DestinationID(77), owner: "x", now: bench.clock.now, mayResend: true)
        await #expect(throws: StoreError.self) { _ = try await bench.store.takeOver(request) }
    }

    @Test("A twin is told once it was sent under a name and an id")
    func twins() async throws {
        let bench = try await TestStore()
        _ = try await bench.store.enqueue([bench.event("a")], fanOut: bench.toMain)
        let lane = try await bench.takeOver().lane
        let first = try await claim(bench, lane)
        #expect(!first[0].hasTwins)
        let openedAt = bench.clock.now
        let attempt = try await open(bench, first, of: lane)
        try await bench.store.close(
            AttemptClosing(
                lane: lane, attempt: attempt, closedAt: bench.clock.now, answer: Answer(.delivered),
                outcomes: first.map { outcome($0, .delivered(nil)) }
            )
        )
        _ = try await bench.store.enqueue(
            [bench.event("a", from: bench.backend), bench.event("b")], fanOut: bench.toMain)
        let claimed = try await claim(bench, lane)
        #expect(claimed.map(\.hasTwins) == [true, false])
        let questions = claimed.map {
            TwinQuestion(event: $0.key.event, tiktokEvent: "CompletePayment", sentEventID: $0.eventID ?? "")
        }
        #expect(
            try await bench.store.twins(questions, of: lane) == [
                claimed[0].key.event: [
                    .init(event: EventNumber(1), tiktokEvent: "CompletePayment", sentEventID: "a", openedAt: openedAt)
                ]
            ]
        )
    }

    @Test("Claims while closings are recorded give nothing twice and miss nothing")
    func claimsBesideClosings() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(2000)
        let lane = try await bench.takeOver().lane
        let delivered = try await withThrowingTaskGroup(of: [EventNumber].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var seen: [EventNumber] = []
                    while true {
                        let claimed = try await claim(bench, lane, 37)
                        guard !claimed.isEmpty else { return seen }
                        let attempt = try await open(bench, claimed, of: lane)
                        try await bench.store.close(
                            AttemptClosing(
                                lane: lane, attempt: attempt, closedAt: bench.clock.now, answer: Answer(.delivered),
                                outcomes: claimed.map { outcome($0, .delivered(nil)) }
                            )
                        )
                        seen += claimed.map(\.key.event)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(delivered.count == 2000)
        #expect(Set(delivered).count == 2000)
        #expect(try bench.counters() == bench.truth())
        #expect(try bench.number("SELECT count(*) FROM outbox_delivery WHERE state = 1 AND attempts = 1") == 2000)
    }

    @Test("An event that comes in before the cursor, from a clock set back, is claimed all the same")
    func beforeTheCursor() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(100, "a")
        let lane = try await bench.takeOver().lane
        #expect(try await claim(bench, lane, 50).count == 50)
        var early = bench.event("early")
        early.receivedAt = bench.clock.now - .seconds(3600)
        let number = try await bench.store.enqueue([early], fanOut: bench.toMain)[0].number
        var seen: [EventNumber] = []
        for _ in 0..<6 { seen += try await claim(bench, lane, 10).map(\.key.event) }
        #expect(seen.count == 51)
        #expect(seen.contains(number))
    }

    @Test("Closing twice changes nothing the second time")
    func closesOnce() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        let claimed = try await claim(bench, lane)
        let attempt = try await open(bench, claimed, of: lane)
        for next in [DeliveryOutcome.Next.delivered(nil), .failed(.rejected)] {
            try await bench.store.close(
                AttemptClosing(
                    lane: lane, attempt: attempt, closedAt: bench.clock.now, answer: Answer(.delivered),
                    outcomes: claimed.map { outcome($0, next) }
                )
            )
        }
        #expect(try bench.number("SELECT state FROM outbox_delivery") == DeliveryState.delivered.rawValue)
        #expect(try bench.counters() == bench.truth())
    }

    @Test("A full disk keeps the answer from being recorded, and nothing else: later it is")
    func fullDiskAtClosing() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(200)
        let lane = try await bench.takeOver().lane
        let claimed = try await claim(bench, lane, 200)
        let attempt = try await open(bench, claimed, of: lane)
        var random = SeededRandom(seed: 3)
        let closing = AttemptClosing(
            lane: lane, attempt: attempt, closedAt: bench.clock.now,
            answer: Answer(.delivered, request: random.bytes(500_000)),
            outcomes: claimed.map { outcome($0, .delivered(nil)) }
        )
        try await limitPages(of: bench, to: bench.number("PRAGMA page_count") + 2)
        await #expect(throws: StoreError.diskFull(path: bench.path)) { try await bench.store.close(closing) }
        #expect(try bench.number("SELECT count(*) FROM outbox_attempt WHERE closed_at IS NULL") == 1)
        #expect(try bench.counters() == bench.truth())
        try await limitPages(of: bench, to: 1_000_000)
        try await bench.store.close(closing)
        #expect(try bench.number("SELECT count(*) FROM outbox_delivery WHERE state = 1") == 200)
        #expect(try bench.counters() == bench.truth())
    }

    private func limitPages(of bench: TestStore, to count: Int) async throws {
        try await bench.store.write { database in
            try database.execute(sql: "PRAGMA max_page_count = \(count)")
        }
    }
}
