import OutboxCore
import OutboxRouting
import OutboxTestSupport
import OutboxWorker
import Synchronization
import Testing

/// What operators say while events wait: test sessions and withdrawn consent.
@Suite(.timeLimit(.minutes(5))) struct SessionTests {
    /// An event carries the code of a session whose condition its id begins with.
    private static let decide: @Sendable (ClaimedDelivery, RoutingContext) -> Decision = { delivery, context in
        let id = delivery.eventID ?? "?"
        let session = context.sessions.first { $0.covers(delivery.receivedAt) && id.hasPrefix($0.match) }
        return .send(
            RenderedEvent(
                bytes: Array(id.utf8), tiktokEvent: "ViewContent", sentEventID: id, testEventCode: session?.code
            )
        )
    }

    /// A bench whose wall clock stands where the test sets it.
    private func bench(_ clock: ManualClock) async throws -> WorkBench {
        var bench = try await WorkBench()
        bench.clock = WorkerClock(wall: { clock.now }, moment: WorkerClock.system.moment)
        bench.decide = Self.decide
        return bench
    }

    private func archive(_ bench: WorkBench) throws -> any OutboxArchive {
        try #require(bench.file as? any OutboxArchive)
    }

    private func start(_ bench: WorkBench, _ match: String, _ code: String, lasting: Duration) async throws {
        let session = try await archive(bench).startSession(
            destination: "main", match: match, code: code, lasting: lasting, by: "ann", at: bench.clock.wall()
        )
        #expect(session != nil)
    }

    @Test func twoUsersAtOnceCarryTheirOwnCodesAndTheRestCarriesNone() async throws {
        let bench = try await bench(ManualClock(noon))
        let receiver = Receiver()
        _ = try await bench.serve(receiver) { _ in
            try await bench.enqueue(1, "before")
            _ = await receiver.nextRequest()
            try await start(bench, "ann", "TEST1", lasting: .seconds(600))
            try await start(bench, "bob", "TEST2", lasting: .seconds(600))
            for name in ["ann", "bob", "kim"] { try await bench.enqueue(2, name) }
            try await eventually { bench.store.observations.outcomes.count == 7 }
        }
        for request in receiver.requests {
            let codes = Set(request.ids.map { ["ann": "TEST1", "bob": "TEST2"][String($0.prefix(3))] })
            #expect(codes == [request.testEventCode], "\(request)")
        }
        let outcomes = bench.store.observations.outcomes.values.map(\.next)
        #expect(outcomes.count { $0 == .delivered(.validated) } == 4)
        #expect(outcomes.count { $0 == .delivered(nil) } == 3)
    }

    @Test func aSessionEndsByItselfAndWhatCameDuringItStillCarriesTheCode() async throws {
        let clock = ManualClock(noon)
        var bench = try await bench(clock)
        bench.settings.retryMaxWait = .seconds(3600)
        let receiver = Receiver { _, number in
            number == 0 ? Answer(.tryLater(after: .seconds(300)), mayHaveArrived: false) : Receiver.taken
        }
        try await start(bench, "ann", "TEST1", lasting: .seconds(60))
        _ = try await bench.serve(receiver) { [bench] _ in
            try await bench.enqueue(1, "ann-late")
            #expect(await receiver.nextRequest()?.testEventCode == "TEST1")
            try await eventually { bench.store.observations.closings.count == 1 }
            clock.advance(by: .seconds(1200))
            try await bench.enqueue(1, "ann-after")
            let requests = [await receiver.nextRequest(), await receiver.nextRequest()].compactMap { $0 }
            let codes = Dictionary(uniqueKeysWithValues: requests.map { ($0.ids[0], $0.testEventCode) })
            #expect(codes == ["ann-late-0": "TEST1", "ann-after-0": nil])
        }
    }

    @Test func whatWaitsInABatchWhenItsUserWithdrawsIsSkipped() async throws {
        var bench = try await bench(ManualClock(noon))
        (bench.settings.batchMax, bench.settings.batchWait) = (3, .seconds(600))
        let receiver = Receiver()
        let user = try #require(UserDigest(bytes: TestDigest.sha256("kim")))
        let hexadecimal = user.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let record = Array(#"{"event":{"user":{"email":"\#(hexadecimal)"}}}"#.utf8)
        _ = try await bench.serve(receiver) { [bench] _ in
            // The first ones are the canary's.
            try await bench.enqueue(4, "canary")
            _ = await receiver.nextRequest()
            _ = await receiver.nextRequest()
            let held = try await bench.enqueue(1, "kim", record: record)[0]
            let other = try await bench.enqueue(1, "ann")[0]
            try await eventually { bench.store.observations.claims > 2 }
            let withdrawn = try await archive(bench).withdrawConsent(
                of: [user], by: "ann", why: "", at: bench.clock.wall())
            #expect(withdrawn == 1)
            try await bench.enqueue(1, "bob")
            try await bench.enqueue(1, "lee")
            try await eventually { bench.store.observations.outcomes[held] != nil }
            try await eventually { bench.store.observations.outcomes[other] != nil }
            let outcome = bench.store.observations.outcomes[held]
            #expect(outcome?.next == .skipped(.consent))
            #expect(outcome?.detail?.contains("withdrew consent at 2026-03-01T12:00:00") == true)
            #expect(outcome?.configuration == bench.registry.configuration)
        }
        #expect(!receiver.requests.flatMap(\.ids).contains("kim-0"))
    }

    /// Whether the deliveries are decided in hand, or in an attempt that is open because its last owner was lost.
    @Test(arguments: [false, true])
    func whatAMappingNamesIsSkippedWhereThatUserWithdrew(_ isDecidedInAnAttempt: Bool) async throws {
        var bench = try await bench(ManualClock(noon))
        let user = try #require(UserDigest(bytes: TestDigest.sha256("kim")))
        bench.decide = { delivery, _ in
            let id = delivery.eventID ?? "?"
            return .send(
                RenderedEvent(
                    bytes: Array(id.utf8), tiktokEvent: "ViewContent", sentEventID: id,
                    mappedUsers: id.hasPrefix("kim") ? [user] : []))
        }
        _ = try await archive(bench).withdrawConsent(of: [user], by: "ann", why: "", at: bench.clock.wall())
        let kim = try await bench.enqueue(1, "kim")[0]
        try await bench.enqueue(1, "ann")
        if isDecidedInAnAttempt { try await bench.crash(over: 2, isDecided: false) }
        let receiver = Receiver()
        let report = try await bench.drain(receiver)
        #expect(report.tally.skipped == 1)
        #expect(report.tally.delivered == 1)
        #expect(receiver.requests.flatMap(\.ids) == ["ann-0"])
        let outcome = bench.store.observations.outcomes[kim]
        #expect(outcome?.next == .skipped(.consent))
        #expect(outcome?.detail?.contains("withdrew consent") == true)
        #expect(outcome?.configuration == bench.registry.configuration)
    }

    @Test func anEventOfAUserWhoWithdrewIsNotEvenDecided() async throws {
        var bench = try await bench(ManualClock(noon))
        bench.decide = { _, _ in
            Issue.record("decided")
            return .invalid(detail: "decided")
        }
        let user = try #require(UserDigest(bytes: TestDigest.sha256("kim")))
        _ = try await archive(bench).withdrawConsent(of: [user], by: "ann", why: "", at: bench.clock.wall())
        let hexadecimal = user.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        try await bench.enqueue(1, record: Array(#"{"event":{"user":{"id":"\#(hexadecimal)"}}}"#.utf8))
        let report = try await bench.drain(Receiver())
        #expect(report.tally.skipped == 1)
    }
}
