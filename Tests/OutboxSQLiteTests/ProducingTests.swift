import GRDB
import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxSQLite

@Suite("Enqueue and fan-out")
struct ProducingTests {
    private func enqueue(_ events: NewEvent..., in bench: TestStore) async throws -> [EnqueueOutcome] {
        try await bench.store.enqueue(events, fanOut: bench.toMain)
    }

    private func number(_ value: Int64) -> EventNumber { EventNumber(value) }

    @Test("The same source, name and event_id is a duplicate of the first; another body is told")
    func sameEventID() async throws {
        let bench = try await TestStore()
        let first = try await enqueue(bench.event("a", body: "{1}"), bench.event("b"), in: bench)
        #expect(first == [.accepted(number(1)), .accepted(number(2))])
        let again = try await enqueue(
            bench.event("a", body: "{1}"), bench.event("a", body: "{2}"), bench.event("a", name: "refund"),
            bench.event("a", from: bench.backend), in: bench)
        #expect(
            again == [
                .duplicate(number(1), differs: false), .duplicate(number(1), differs: true), .accepted(number(3)),
                .accepted(number(4)),
            ]
        )
        #expect(try bench.counters() == bench.truth())
    }

    @Test("The same source and producer's id is a duplicate, whatever else differs")
    func sameProducerID() async throws {
        let bench = try await TestStore()
        let outcomes = try await enqueue(
            bench.event("a", producerID: "p"), bench.event("b", producerID: "p", body: "{b}"),
            bench.event("c", producerID: "p", name: "refund"),
            bench.event("d", producerID: "p", from: bench.backend), bench.event(nil, producerID: "q"),
            bench.event(nil, producerID: "q", name: "refund"), in: bench)
        #expect(
            outcomes == [
                .accepted(number(1)), .duplicate(number(1), differs: true), .duplicate(number(1), differs: false),
                .accepted(number(2)), .accepted(number(3)), .duplicate(number(3), differs: false),
            ]
        )
    }

    @Test("A producer's id is found where it was the event_id as well, and the other way round")
    func producerIDIsEventID() async throws {
        let bench = try await TestStore()
        let outcomes = try await enqueue(
            bench.event("p", producerID: "p"),
            // Another event_id, and the same event_id with another name.
            bench.event("x", producerID: "p"), bench.event("p", producerID: "p", name: "refund"),
            // The other way round.
            bench.event("y", producerID: "r"), bench.event("r", producerID: "r"),
            // An event_id that is nobody's producer's id.
            bench.event("s"), bench.event("z", producerID: "s"), in: bench)
        #expect(
            outcomes == [
                .accepted(number(1)), .duplicate(number(1), differs: false), .duplicate(number(1), differs: false),
                .accepted(number(2)), .duplicate(number(2), differs: false), .accepted(number(3)),
                .accepted(number(4)),
            ]
        )
    }

    @Test("Of two that it repeats, the first one's number is given")
    func repeatsTwo() async throws {
        let bench = try await TestStore()
        let outcomes = try await enqueue(
            bench.event("a", producerID: "p"), bench.event("b", producerID: "q"), bench.event("b", producerID: "p"),
            bench.event("a", producerID: "q"), in: bench)
        #expect(outcomes.suffix(2) == [.duplicate(number(1), differs: false), .duplicate(number(1), differs: false)])
    }

    @Test("Events of one event_id know of each other, and nobody else does")
    func twins() async throws {
        let bench = try await TestStore()
        _ = try await enqueue(
            bench.event("a"), bench.event("b"), bench.event("a", name: "refund"),
            bench.event("a", from: bench.backend), in: bench)
        let flagged = try await bench.store.read { database in
            try Int.fetchAll(database, sql: "SELECT id FROM outbox_event WHERE twins = 1 ORDER BY id")
        }
        #expect(flagged == [1, 3, 4])
    }

    @Test("A random mix of repeats agrees with a dictionary, and the counters with the rows")
    func randomMix() async throws {
        var random = SeededRandom(printingSeedAs: "PRODUCING_SEED")
        let bench = try await TestStore()
        var byProducerID: [String: EventNumber] = [:]
        var byEventID: [String: EventNumber] = [:]
        for _ in 0..<40 {
            let events = (0..<25).map { _ in
                let eventID = "id-\(Int.random(in: 0..<120, using: &random))"
                let other = "id-\(Int.random(in: 0..<120, using: &random))"
                let choice: String?? = random.pick([(2, String?.none), (1, eventID), (1, other)])
                let producerID = choice.flatMap { $0 }
                let name = random.oneIn(3) ? "refund" : "purchase"
                return bench.event(
                    eventID, producerID: producerID, name: name, from: random.oneIn(4) ? bench.backend : nil)
            }
            let fanOut: FanOut? = random.oneIn(3) ? nil : bench.toMain
            let outcomes = try await bench.store.enqueue(events, fanOut: fanOut)
            for (event, outcome) in zip(events, outcomes) {
                let producerKey = event.producerID.map { "\(event.source) \($0)" }
                let eventKey = "\(event.source) \(event.eventName) \(event.eventID ?? "")"
                let known = [producerKey.flatMap { byProducerID[$0] }, byEventID[eventKey]].compactMap { $0 }.min()
                if let known {
                    #expect(outcome == .duplicate(known, differs: false))
                } else {
                    if let producerKey { byProducerID[producerKey] = outcome.number }
                    byEventID[eventKey] = outcome.number
                    #expect(outcome == .accepted(outcome.number))
                }
            }
        }
        while try await bench.store.fanOut(bench.toMain, limit: 50, now: bench.clock.now) > 0 {}
        #expect(try bench.counters() == bench.truth())
    }

    @Test("Without a fan-out events wait for it, keep their class, and are routed oldest first")
    func fanOutLater() async throws {
        let bench = try await TestStore()
        let events = [bench.event("a"), bench.event("b", in: .bulk), bench.event("c", from: bench.backend)]
        _ = try await bench.store.enqueue(events, fanOut: nil)
        #expect(try bench.counters() == bench.truth())
        let fanOut = FanOut(destinations: [bench.shop: [bench.main, bench.second], bench.backend: []])
        #expect(try await bench.store.fanOut(fanOut, limit: 2, now: bench.clock.now) == 2)
        #expect(try bench.counters() == bench.truth())
        #expect(try await bench.store.fanOut(fanOut, limit: 2, now: bench.clock.now) == 1)
        #expect(try await bench.store.fanOut(fanOut, limit: 2, now: bench.clock.now) == 0)
        #expect(try bench.counters() == bench.truth())
        let classes = try await bench.store.read { database in
            try Int.fetchAll(database, sql: "SELECT class FROM outbox_delivery ORDER BY destination, event")
        }
        #expect(classes == [0, 2, 0, 2])
    }

    @Test("Two processes that route at once make each delivery once")
    func fanOutTwice() async throws {
        let bench = try await TestStore()
        let other = try bench.anotherProcess()
        _ = try await bench.store.enqueue((0..<200).map { bench.event("e-\($0)") }, fanOut: nil)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in [bench.store, other, bench.store, other] {
                group.addTask {
                    while try await store.fanOut(bench.toMain, limit: 30, now: bench.clock.now) > 0 {}
                }
            }
            try await group.waitForAll()
        }
        #expect(try bench.number("SELECT count(*) FROM outbox_delivery") == 200)
        #expect(try bench.counters() == bench.truth())
    }

    @Test("Concurrent producers in two processes lose nothing and count each event once")
    func concurrentProducers() async throws {
        let bench = try await TestStore()
        let other = try bench.anotherProcess()
        try await withThrowingTaskGroup(of: [EnqueueOutcome].self) { group in
            for part in 0..<32 {
                let store = part % 2 == 0 ? bench.store : other
                group.addTask {
                    // Each event is handed over twice.
                    try await store.enqueue((0..<20).map { bench.event("e-\(part / 2)-\($0)") }, fanOut: bench.toMain)
                }
            }
            let outcomes = try await group.reduce(into: []) { $0 += $1 }
            #expect(outcomes.count { if case .accepted = $0 { true } else { false } } == 320)
        }
        #expect(try bench.counters() == bench.truth())
    }

    @Test("A name registered again keeps its number; a text is kept once")
    func register() async throws {
        let bench = try await TestStore()
        var registration = TestStore.registration
        registration.destinations = ["third", "main"]
        registration.sources = [.init(name: "shop", dialect: "ga4")]
        let again = try await bench.store.register(registration, at: bench.clock.now)
        #expect(again.destinations["main"] == bench.main)
        #expect(again.sources == ["shop": bench.shop])
        #expect(again.configuration == bench.registry.configuration)
        registration.configurationSHA256[0] = 8
        let changed = try await bench.store.register(registration, at: bench.clock.now)
        #expect(changed.configuration != again.configuration)
        #expect(try bench.number("SELECT count(*) FROM outbox_source WHERE dialect = 'ga4'") == 1)
    }

    @Test("Texts with nothing, NUL and emoji in them come back as they were")
    func unusualTexts() async throws {
        let bench = try await TestStore()
        for (index, text) in ["", "a\u{0}b", "👩‍👩‍👧‍👦", "é"].enumerated() {
            let event = bench.event("id-\(index)\(text)", name: "n\(text)", body: text)
            _ = try await bench.store.enqueue([event], fanOut: bench.toMain)
        }
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.store.claim(lane, limit: 10, now: bench.clock.now).deliveries
        #expect(claimed.map(\.eventName) == ["n", "na\u{0}b", "n👩‍👩‍👧‍👦", "né"])
        #expect(claimed.map(\.eventID) == ["id-0", "id-1a\u{0}b", "id-2👩‍👩‍👧‍👦", "id-3é"])
        #expect(claimed.map(\.record) == ["", "a\u{0}b", "👩‍👩‍👧‍👦", "é"].map { Array($0.utf8) })
    }
}
