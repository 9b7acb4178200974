import OutboxCore
import OutboxWorker
import Testing

@Suite(.timeLimit(.minutes(2))) struct DrainTests {
    @Test func everythingIsDeliveredOnceInBatches() async throws {
        var bench = try await WorkBench()
        bench.settings.batchMax = 50
        try await bench.enqueue(1234, in: .bulk)
        let receiver = Receiver()
        let report = try await bench.drain(receiver)
        #expect(report.tally.delivered == 1234)
        #expect(report.tally.requests == receiver.requests.count)
        let ids = receiver.requests.flatMap(\.ids)
        #expect(Set(ids).count == 1234)
        #expect(ids.count == 1234)
        #expect(receiver.requests.allSatisfy { $0.ids.count <= 50 })
        #expect(report.nextDueAt == nil)
        #expect(!report.wasStopped)
        #expect(bench.store.observations.givenBack == bench.store.observations.lanes)
    }

    @Test func itStartsWithOneEventThenTen() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(100)
        let receiver = Receiver()
        _ = try await bench.drain(receiver)
        let sizes = receiver.requests.map(\.ids.count)
        #expect(sizes.prefix(2) == [1, 10])
        // The last two are on their way at the same time; either may come first.
        #expect(sizes.dropFirst(2).sorted() == [39, 50])
    }

    @Test func nothingToDoEndsAtOnce() async throws {
        let bench = try await WorkBench()
        let receiver = Receiver()
        let report = try await bench.drain(receiver)
        #expect(report.tally == LaneTally())
        #expect(receiver.requests.isEmpty)
    }

    @Test func theAnswerIsOnRecordWithWhatWasOpened() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(3)
        _ = try await bench.drain(Receiver())
        let seen = bench.store.observations
        #expect(seen.openings.count == seen.closings.count)
        for (opening, closing) in zip(seen.openings, seen.closings) {
            #expect(opening.members.map(\.event) == closing.outcomes.map(\.key.event))
            #expect(opening.configuration == bench.registry.configuration)
            #expect(!opening.isBeforeDeciding)
        }
    }

    @Test func skipsAndInvalidEventsAreRecordedWithoutARequest() async throws {
        var bench = try await WorkBench()
        bench.decide = { delivery, now in
            switch delivery.key.event.rawValue % 4 {
            case 0: .skip(.unmapped, detail: "event_name: no mapping")
            case 1: .skip(.dryRun, detail: "mode: dry_run")
            case 2: .invalid(detail: "properties.currency: missing")
            default: WorkBench.sendAll(delivery, now)
            }
        }
        try await bench.enqueue(400)
        let receiver = Receiver()
        let tally = try await bench.drain(receiver).tally
        #expect((tally.delivered, tally.skipped, tally.dryRun, tally.failed) == (100, 100, 100, 100))
        #expect(receiver.requests.flatMap(\.ids).count == 100)
    }

    @Test func whatWasEnqueuedWithoutAFanOutIsRoutedFirst() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(2500, isRouted: false)
        let report = try await bench.drain(Receiver())
        #expect(report.tally.delivered == 2500)
    }

    @Test func testCodesTravelInBatchesOfTheirOwnAndAreValidated() async throws {
        var bench = try await WorkBench()
        bench.decide = { delivery, _ in
            let code = delivery.key.event.rawValue.isMultiple(of: 2) ? "TEST1" : nil
            return .send(
                RenderedEvent(
                    bytes: Array((delivery.eventID ?? "").utf8), tiktokEvent: "ViewContent",
                    sentEventID: delivery.eventID, testEventCode: code
                )
            )
        }
        try await bench.enqueue(100)
        let receiver = Receiver()
        let tally = try await bench.drain(receiver).tally
        #expect((tally.delivered, tally.validated) == (50, 50))
        #expect(receiver.requests.filter { $0.testEventCode == "TEST1" }.flatMap(\.ids).count == 50)
    }

    @Test func tooOldEventsAreSkipped() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(5, "old", eventTime: bench.clock.wall() - .seconds(8 * 86_400))
        try await bench.enqueue(5, "new")
        let tally = try await bench.drain(Receiver()).tally
        #expect((tally.delivered, tally.skipped) == (5, 5))
    }

    @Test func theSameConversionFromTwoSourcesIsSentOnce() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(300, "order")
        try await bench.enqueue(300, "order", from: bench.backend)
        let receiver = Receiver()
        let tally = try await bench.drain(receiver).tally
        #expect((tally.delivered, tally.skipped) == (300, 300))
        #expect(receiver.requests.flatMap(\.ids).count == 300)
        try await bench.enqueue(10, "later")
        _ = try await bench.drain(receiver)
        try await bench.enqueue(10, "later", from: bench.backend)
        #expect(try await bench.drain(receiver).tally.skipped == 10)
    }

    @Test func itWaitsForRetriesThatAreDueBeforeItsDeadline() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(40)
        let receiver = Receiver { _, number in number < 3 ? Receiver.reset : Receiver.taken }
        let tally = try await bench.drain(receiver).tally
        #expect(tally.delivered == 40)
        #expect(tally.retried > 0)
    }

    @Test func itReturnsAtOnceWhenTheRestIsDueLater() async throws {
        var bench = try await WorkBench()
        bench.settings.retryMaxWait = .seconds(900)
        try await bench.enqueue(1)
        let receiver = Receiver { _, _ in Answer(.tryLater(after: .seconds(300)), httpStatus: 200, code: 50000) }
        let start = ContinuousClock.now
        let report = try await bench.drain(receiver, within: .seconds(60))
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(report.tally.retried == 1)
        #expect(report.nextDueAt != nil)
        #expect(report.pause == nil)
    }

    @Test func itEndsAtItsDeadlineWithWhatIsLeft() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(10)
        let report = try await bench.drain(Receiver { _, _ in Receiver.reset }, within: .milliseconds(300))
        #expect(report.wasStopped)
        #expect(report.tally.delivered == 0)
        #expect(try await bench.waiting().count == 10)
    }

    @Test func aLaneThatAnotherProcessWorksIsLeftToIt() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(10)
        let other = try await bench.file.takeOver(
            TakeOverRequest(destination: bench.main, owner: "host:9 serve", now: bench.clock.wall(), mayResend: true)
        )
        let receiver = Receiver()
        #expect(try await bench.drain(receiver).owner == "host:9 serve")
        #expect(receiver.requests.isEmpty)
        try await bench.file.giveBack(other.lane, at: bench.clock.wall())
        #expect(try await bench.drain(receiver).tally.delivered == 10)
    }
}
