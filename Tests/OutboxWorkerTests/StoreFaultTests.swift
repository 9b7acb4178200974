import OutboxCore
import OutboxWorker
import Testing

/// What a lane does when the database cannot be written, and after a crash.
@Suite(.timeLimit(.minutes(2))) struct StoreFaultTests {
    @Test func aFullDiskWhileRecordingKeepsTheAnswerAndOpensNothingNew() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(30)
        bench.store.setFaults { $0.fullDiskAtClosing = 2 }
        let receiver = Receiver()
        let report = try await bench.serve(receiver) { [bench] _ in
            _ = await receiver.nextRequest()
            try await eventually { bench.store.observations.refusedClosings >= 2 }
            #expect(receiver.requests.count == 1)
            var delivered = 0
            while delivered < 29, let request = await receiver.nextRequest() { delivered += request.ids.count }
        }
        #expect(report.tally.delivered == 30)
        #expect(receiver.requests.flatMap(\.ids).count == 30)
    }

    @Test func aFullDiskWhileOpeningSendsNothing() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(30)
        bench.store.setFaults { $0.fullDiskAtOpening = 1 }
        let receiver = Receiver()
        #expect(try await bench.drain(receiver).tally.delivered == 30)
        #expect(receiver.requests.flatMap(\.ids).count == 30)
    }

    @Test func aFullDiskWhileSettlingKeepsTheOutcomes() async throws {
        var bench = try await WorkBench()
        bench.decide = { _, _ in .skip(.unmapped, detail: "event_name: no mapping") }
        try await bench.enqueue(700)
        bench.store.setFaults { $0.fullDiskAtSettling = 1 }
        #expect(try await bench.drain(Receiver()).tally.skipped == 700)
    }

    @Test func aFullDiskAtTheTakeOverEndsADrainAtItsDeadlineWithWhatIsLeft() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(10)
        bench.store.setFaults { $0.fullDiskAtTakeOver = .max }
        let receiver = Receiver()
        let report = try await bench.drain(receiver, within: .milliseconds(300))
        #expect(report.wasStopped)
        #expect(receiver.requests.isEmpty)
        #expect(try await bench.waiting().count == 10)
    }

    @Test func aDiskThatHasSpaceAgainBeforeTheDeadlineIsDrained() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(10)
        bench.store.setFaults { $0.fullDiskAtTakeOver = 1 }
        #expect(try await bench.drain(Receiver()).tally.delivered == 10)
    }

    @Test func aBrokenDiskEndsThePool() async throws {
        let bench = try await WorkBench()
        bench.store.setFaults { $0.brokenDiskAtClaim = true }
        await #expect(throws: StoreError.self) { try await bench.drain(Receiver()) }
        #expect(bench.store.observations.givenBack.count == 1)
    }

    @Test func aLaneThatWasLostIsTakenOverAgain() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(1)
        let receiver = Receiver()
        let report = try await bench.serve(receiver) { [bench] _ in
            bench.store.setFaults { $0.laneLostAtClosing = true }
            _ = await receiver.nextRequest()
            try await eventually { bench.store.observations.lanes.count >= 2 }
            bench.store.setFaults { $0.laneLostAtClosing = false }
            // The second lane may be lost as well before the fault is gone.
            try await eventually { bench.store.ended >= 1 }
        }
        #expect(bench.store.observations.lanes.count >= 2)
        #expect(report.tally.delivered == 1)
    }

    @Test func afterACrashDeliveriesAreOpenedBeforeTheyAreDecided() async throws {
        var bench = try await WorkBench()
        bench.decide = { delivery, now in
            delivery.key.event.rawValue % 10 == 0
                ? .skip(.unmapped, detail: "event_name: no mapping") : WorkBench.sendAll(delivery, now)
        }
        try await bench.enqueue(2000)
        try await bench.crash(over: 0)
        let receiver = Receiver()
        let tally = try await bench.drain(receiver).tally
        #expect((tally.delivered, tally.skipped) == (1800, 200))
        #expect(bench.store.observations.openings.first?.isBeforeDeciding == true)
        #expect(bench.store.observations.openings.last?.isBeforeDeciding == false)
        #expect(receiver.requests.flatMap(\.ids).count == 1800)
    }

    @Test func whatTwoOwnersWereLostOverTravelsAlone() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(5)
        for _ in 0..<2 { try await bench.crash(over: 5, isDecided: false) }
        try await bench.enqueue(20, "later")
        let receiver = Receiver()
        #expect(try await bench.drain(receiver).tally.delivered == 25)
        let alone = Set(receiver.requests.filter { $0.ids.count == 1 }.flatMap(\.ids))
        #expect(alone.isSuperset(of: (0..<5).map { "e-\($0)" }))
        #expect(bench.store.observations.openings.filter(\.isBeforeDeciding).count >= 5)
    }

    @Test func whatWasOpenWhenItsOwnerWasKilledIsSentAgainUnderTheSameId() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(40)
        try await bench.crash(over: 10)
        let receiver = Receiver()
        let tally = try await bench.drain(receiver).tally
        #expect(tally.delivered == 40)
        #expect(bench.store.observations.takeOvers.last?.unknownAttempts == 1)
        #expect(receiver.requests.flatMap(\.ids).count == 40)
    }

    @Test func differentTestCodesAmongUndecidedDeliveriesStayApart() async throws {
        var bench = try await WorkBench()
        bench.decide = { delivery, _ in
            .send(
                RenderedEvent(
                    bytes: Array((delivery.eventID ?? "").utf8), tiktokEvent: "ViewContent",
                    sentEventID: delivery.eventID,
                    testEventCode: ["A", "B", nil][Int(delivery.key.event.rawValue % 3)]
                )
            )
        }
        try await bench.enqueue(300)
        try await bench.crash(over: 0)
        let receiver = Receiver()
        let tally = try await bench.drain(receiver).tally
        #expect(tally.delivered + tally.validated == 300)
        #expect(receiver.requests.flatMap(\.ids).count == 300)
    }
}
