import Glibc
import OutboxCore
import OutboxRouting
import OutboxTestSupport
import OutboxWorker
import Synchronization
import Testing

/// Another configuration while the pool works: nothing is lost, held, or sent under a mixture.
@Suite(.timeLimit(.minutes(5))) struct ReloadTests {
    /// Renders every event as the number of the configuration and its id, and skips those whose id ends with 7.
    private static func decide(_ number: Int64) -> @Sendable (ClaimedDelivery, RoutingContext) -> Decision {
        { delivery, _ in
            let id = delivery.eventID ?? "?"
            guard !id.hasSuffix("7") else { return .skip(.filter, detail: "\(number)") }
            return .send(
                RenderedEvent(bytes: Array("\(number):\(id)".utf8), tiktokEvent: "CompletePayment", sentEventID: id)
            )
        }
    }

    /// A bench whose lanes work by configuration 1, 2 ...
    private func bench(by number: Int64 = 1, of other: WorkBench? = nil) async throws -> WorkBench {
        var bench = if let other { other } else { try await WorkBench() }
        bench.configuration = ConfigurationID(number)
        bench.decide = Self.decide(number)
        return bench
    }

    private static func configurations(in request: Receiver.Request) -> Set<String> {
        Set(request.ids.map { String($0.prefix { $0 != ":" }) })
    }

    @Test func underLoadNothingIsLostAndNothingLeavesUnderAMixture() async throws {
        var random = SeededRandom(printingSeedAs: "RELOAD_SEED")
        var first = try await bench()
        first.settings.batchMax = 20
        first.settings.concurrency = 4
        let state = Mutex(random)
        let receiver = Receiver { request, _ in
            let dice = state.withLock { Int.random(in: 0..<100, using: &$0) }
            switch dice {
            case 0..<6: return Answer(.rateLimited, mayHaveArrived: false, code: 40100)
            case 6..<12: return Receiver.refusal(nil).refusingNobody(of: request.ids.count)
            case 12..<18: return Answer(.tryLater(after: .zero), mayHaveArrived: false, message: "refused")
            default: return Receiver.taken
            }
        }
        let pool = first.pool(receiver)
        async let report = pool.run(until: .shutdown)
        var numbers: [EventNumber] = []
        for number in 1...60 as ClosedRange<Int64> {
            numbers += try await first.enqueue(50, "r\(number)", isRouted: number.isMultiple(of: 2))
            guard number.isMultiple(of: 2) else { continue }
            var next = try await bench(by: number, of: first)
            next.settings.batchMax = Int.random(in: 1...40, using: &random)
            next.settings.concurrency = Int.random(in: 1...6, using: &random)
            await pool.take([next.lane(receiver)], fanOut: next.fanOut())
        }
        try await eventually { first.store.ended >= 3000 }
        pool.stop()
        _ = try await report
        try expectNoMixture(first, receiver, numbers)
        #expect(try await first.waiting().isEmpty)
        #expect(first.store.observations.inForce.last == ConfigurationID(60))
    }

    /// Every request was decided by the one configuration that its attempt names, and everything came to its end once.
    private func expectNoMixture(_ bench: WorkBench, _ receiver: Receiver, _ numbers: [EventNumber]) throws {
        let observed = bench.store.observations
        let indexes = Dictionary(uniqueKeysWithValues: zip(numbers, numbers.indices))
        var sent: [[String]: Int] = [:]
        for request in receiver.requests {
            #expect(Self.configurations(in: request).count == 1)
            sent[request.ids, default: 0] += 1
        }
        for opening in observed.openings {
            let ids = opening.members.map { member in
                let index = indexes[member.event] ?? 0
                return "\(opening.configuration?.description ?? "-"):r\(index / 50 + 1)-\(index % 50)"
            }
            sent[ids, default: 0] -= 1
        }
        #expect(sent.values.allSatisfy { $0 == 0 }, "an attempt names another configuration than decided it")
        for outcome in observed.settled where outcome.next == .skipped(.filter) {
            #expect(outcome.detail == outcome.configuration?.description)
        }
        let ended = (observed.settled + observed.closings.flatMap(\.outcomes)).filter { !$0.isQueued }
        #expect(ended.count == numbers.count)
        #expect(Set(ended.map(\.key.event)) == Set(numbers))
    }

    @Test func whatIsOnItsWayFinishesUnderTheOldOneAndTheRestIsDecidedAnew() async throws {
        let first = try await bench()
        let gate = Gate()
        let receiver = Receiver { _, number in
            if number == 0 { await gate.wait() }
            return Receiver.taken
        }
        // The first one leaves alone, as the canary; the others are decided and wait behind it.
        let numbers = try await first.enqueue(5)
        _ = try await first.serve(receiver) { pool in
            #expect(await receiver.nextRequest()?.ids == ["1:e-0"])
            let second = try await bench(by: 2, of: first)
            await pool.take([second.lane(receiver)], fanOut: second.fanOut())
            gate.open()
            #expect(await receiver.nextRequest()?.ids == ["2:e-1"])
            #expect(await receiver.nextRequest()?.ids == ["2:e-2", "2:e-3", "2:e-4"])
            try await eventually { first.store.observations.closings.count == 3 }
        }
        let openings = first.store.observations.openings
        #expect(openings.map(\.configuration) == [ConfigurationID(1), ConfigurationID(2), ConfigurationID(2)])
        #expect(openings.flatMap(\.members).map(\.event) == numbers)
    }

    @Test func anAnswerToTheOldOneSaysNothingForTheNewOnesCanary() async throws {
        var first = try await bench()
        (first.settings.batchMax, first.settings.concurrency) = (10, 3)
        let gate = Gate()
        let receiver = Receiver { request, number in
            if (2...4).contains(number) { await gate.wait() }
            return Receiver.taken
        }
        try await first.enqueue(91, "e9")
        _ = try await first.serve(receiver) { [first] pool in
            for _ in 0..<5 { _ = await receiver.nextRequest() }
            let second = try await bench(by: 2, of: first)
            await pool.take([second.lane(receiver)], fanOut: second.fanOut())
            gate.open()
            var sizes: [Int] = []
            while sizes.reduce(0, +) < 42, let request = await receiver.nextRequest() {
                #expect(Self.configurations(in: request) == ["2"])
                sizes.append(request.ids.count)
            }
            #expect(sizes.first == 1)
            #expect(sizes.dropFirst().first == 10)
        }
    }

    @Test func anEventDecidedWhileTheOldOneWasInForceIsDecidedAgain() async throws {
        var first = try await bench()
        let entered = Gate()
        let isTaken = Mutex(false)
        let decide = first.decide
        first.decide = { delivery, context in
            entered.open()
            // A decision cannot suspend.
            while !isTaken.withLock({ $0 }) { sched_yield() }
            return decide(delivery, context)
        }
        let receiver = Receiver()
        try await first.enqueue(1)
        _ = try await first.serve(receiver) { [first] pool in
            await entered.wait()
            let second = try await bench(by: 2, of: first)
            await pool.take([second.lane(receiver)], fanOut: second.fanOut())
            isTaken.withLock { $0 = true }
            #expect(await receiver.nextRequest()?.ids == ["2:e-0"])
        }
        #expect(first.store.observations.openings.map(\.configuration) == [ConfigurationID(2)])
    }

    @Test func newLanesStartAndRemovedOnesEndInGoodOrder() async throws {
        let first = try await bench()
        let gate = Gate()
        let receiver = Receiver { request, _ in
            if request.ids == ["1:held-0"] { await gate.wait() }
            return Receiver.taken
        }
        let report = try await first.serve(receiver) { pool in
            try await first.enqueue(1, "held")
            _ = await receiver.nextRequest()
            let second = try await bench(by: 2, of: first)
            let toSecond = FanOut(destinations: [first.shop: [first.second]])
            await pool.take([second.lane(receiver, for: "second")], fanOut: toSecond)
            try await first.enqueue(1, "new", isRouted: false)
            #expect(await receiver.nextRequest()?.ids == ["2:new-0"])
            // The removed lane is still waiting for its answer, and is given back with it.
            #expect(first.store.observations.givenBack.isEmpty)
            gate.open()
            try await eventually { first.store.observations.givenBack.count == 1 }
            #expect(first.store.observations.givenBack.map(\.destination) == [first.main])
        }
        #expect(report.tally.delivered == 1)
        #expect(first.store.observations.givenBack.map(\.destination) == [first.main, first.second])
        #expect(try await first.waiting().isEmpty)
    }

    @Test func aDestinationThatComesBackIsWorkedAgain() async throws {
        let first = try await bench()
        let receiver = Receiver()
        _ = try await first.serve(receiver, for: ["main", "second"]) { pool in
            try await first.enqueue(1, "a")
            #expect(await receiver.nextRequest()?.ids == ["1:a-0"])
            let second = try await bench(by: 2, of: first)
            await pool.take([second.lane(receiver, for: "second")], fanOut: second.fanOut())
            try await first.enqueue(1, "b")
            let third = try await bench(by: 3, of: first)
            await pool.take([third.lane(receiver), third.lane(receiver, for: "second")], fanOut: third.fanOut())
            #expect(await receiver.nextRequest()?.ids == ["3:b-0"])
        }
    }

    @Test func aPoolThatStopsTakesNothingUp() async throws {
        let first = try await bench()
        let receiver = Receiver()
        let pool = first.pool(receiver)
        pool.stop()
        let second = try await bench(by: 2, of: first)
        await pool.take([second.lane(receiver), second.lane(receiver, for: "second")], fanOut: second.fanOut())
        let report = try await pool.run(until: .shutdown)
        #expect(report.lanes.map(\.name) == ["main"])
    }
}

extension DeliveryOutcome {
    /// Whether the delivery waits again.
    fileprivate var isQueued: Bool {
        if case .queued = next { true } else { false }
    }
}

extension Answer {
    /// A batch of one would be rejected for good: it is slowed down instead.
    fileprivate func refusingNobody(of count: Int) -> Answer {
        count > 1 ? self : Answer(.rateLimited, mayHaveArrived: false, code: 40100)
    }
}
