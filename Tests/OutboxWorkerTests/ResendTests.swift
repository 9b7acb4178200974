import OutboxCore
import OutboxRouting
import OutboxTestSupport
import OutboxWorker
import Testing

/// Promise 3 over a change of the configuration: what may have arrived leaves as what it was, or is held.
@Suite(.timeLimit(.minutes(5))) struct ResendTests {
    /// A bench that renders every event in one way.
    private func bench(
        _ number: Int64 = 1, as name: String = "Purchase", with suffix: String = "", to pixel: String = "A",
        of other: WorkBench? = nil
    ) async throws -> WorkBench {
        var bench = if let other { other } else { try await WorkBench() }
        bench.configuration = ConfigurationID(number)
        bench.decide = { delivery, _ in
            let id = (delivery.eventID ?? "?") + suffix
            return .send(
                RenderedEvent(
                    bytes: Array("\(pixel) \(name) \(id)".utf8), eventSourceID: pixel, tiktokEvent: name,
                    sentEventID: id
                )
            )
        }
        return bench
    }

    /// What became of a delivery that ended without another request.
    private func detail(_ bench: WorkBench, _ number: EventNumber) -> String? {
        let outcome = bench.store.observations.settled.last { $0.key.event == number }
        return outcome?.next == .failed(.mayCountTwice) ? outcome?.detail : nil
    }

    @Test func afterAKillAnotherMappingHoldsWhatItConcernsAndResendsTheRest() async throws {
        let first = try await bench()
        let numbers = try await first.enqueue(2)
        try await first.crash(over: 2)
        var second = try await bench(2, of: first)
        let render = second.decide
        second.decide = { delivery, context in
            guard delivery.key.event == numbers[1], case .send(var event) = render(delivery, context) else {
                return render(delivery, context)
            }
            event.tiktokEvent = "CompletePayment"
            return .send(event)
        }
        let receiver = Receiver()
        let report = try await second.drain(receiver)
        #expect(receiver.requests.flatMap(\.ids) == ["A Purchase e-0"])
        #expect((report.tally.delivered, report.tally.failed) == (1, 1))
        #expect(detail(second, numbers[1])?.contains("as another TikTok event") == true)
    }

    @Test func afterAKillAnotherEventIDHolds() async throws {
        let first = try await bench()
        let numbers = try await first.enqueue(1)
        try await first.crash(over: 1)
        let receiver = Receiver()
        let second = try await bench(2, with: "-new", of: first)
        #expect(try await second.drain(receiver).tally.failed == 1)
        #expect(receiver.requests.isEmpty)
        #expect(detail(second, numbers[0])?.contains("with another event_id") == true)
    }

    @Test func aMappedEventIDThatStaysIsSentAgain() async throws {
        let first = try await bench(with: "-mapped")
        try await first.enqueue(2)
        try await first.crash(over: 2)
        let receiver = Receiver()
        let second = try await bench(2, with: "-mapped", of: first)
        #expect(try await second.drain(receiver).tally.delivered == 2)
    }

    @Test func anEventThatIsMappedToAnIDThatWasSentBeforeIsADuplicateAndLaterHeld() async throws {
        func order() async throws -> WorkBench {
            var bench = try await self.bench()
            bench.decide = { _, _ in
                .send(
                    RenderedEvent(
                        bytes: Array("A Purchase order".utf8), eventSourceID: "A", tiktokEvent: "Purchase",
                        sentEventID: "order"))
            }
            return bench
        }
        var bench = try await order()
        let receiver = Receiver()
        try await bench.enqueue(1, "first")
        #expect(try await bench.drain(receiver).tally.delivered == 1)
        try await bench.enqueue(1, "second")
        #expect(try await bench.drain(receiver).tally.skipped == 1)
        let numbers = try await bench.enqueue(1, "third")
        let clock = bench.clock
        bench.clock.wall = { clock.wall() + .seconds(49 * 3600) }
        #expect(try await bench.drain(receiver).tally.failed == 1)
        #expect(receiver.requests.count == 1)
        #expect(detail(bench, numbers[0])?.contains("sent more than 47 hours ago with another event") == true)
        #expect(bench.store.observations.twinQuestions.count == 3)
    }

    @Test func afterATimeOutAnotherMappingHolds() async throws {
        let first = try await bench()
        let numbers = try await first.enqueue(1)
        let receiver = Receiver { _, _ in Receiver.reset }
        _ = try await first.serve(receiver) { pool in
            _ = await receiver.nextRequest()
            try await eventually { first.store.observations.closings.count == 1 }
            let second = try await bench(2, as: "CompletePayment", of: first)
            await pool.take([second.lane(receiver)], fanOut: second.fanOut())
            try await eventually { first.store.ended == 1 }
        }
        #expect(receiver.requests.allSatisfy { $0.ids == ["A Purchase e-0"] })
        #expect(detail(first, numbers[0])?.contains("as another TikTok event") == true)
    }

    @Test func whatMayHaveArrivedAtOnePixelDoesNotGoToAnother() async throws {
        let first = try await bench()
        let numbers = try await first.enqueue(3)
        try await first.crash(over: 2)
        let receiver = Receiver()
        let second = try await bench(2, to: "B", of: first)
        let report = try await second.drain(receiver)
        #expect(receiver.requests.flatMap(\.ids) == ["B Purchase e-2"])
        #expect(report.tally.failed == 2)
        let words = "event_source_id: an earlier attempt may have arrived at A, and this one would go to B"
        #expect(detail(second, numbers[0])?.contains(words) == true)
    }

    @Test func aTwinThatArrivedAtAnotherPixelHolds() async throws {
        let first = try await bench()
        try await first.enqueue(1, "shared", from: first.shop)
        let receiver = Receiver()
        #expect(try await first.drain(receiver).tally.delivered == 1)
        let numbers = try await first.enqueue(1, "shared", from: first.backend)
        let second = try await bench(2, to: "B", of: first)
        #expect(try await second.drain(receiver).tally.failed == 1)
        #expect(receiver.requests.count == 1)
        #expect(detail(second, numbers[0])?.contains("event_source_id: sent to A with another event") == true)
    }

    @Test func aTwinThatIsOnItsWayToAnotherPixelHoldsOnceItMayHaveArrived() async throws {
        let first = try await bench()
        let gate = Gate()
        let receiver = Receiver { _, _ in
            await gate.wait()
            return Receiver.taken
        }
        _ = try await first.serve(receiver) { pool in
            try await first.enqueue(1, "shared", from: first.shop)
            _ = await receiver.nextRequest()
            let second = try await bench(2, to: "B", of: first)
            await pool.take([second.lane(receiver)], fanOut: second.fanOut())
            let numbers = try await first.enqueue(1, "shared", from: first.backend)
            // The second one waits for the first in hand before the first is answered.
            try await eventually { first.store.observations.claims >= 2 }
            gate.open()
            try await eventually { first.store.ended == 2 }
            #expect(detail(first, numbers[0])?.contains("event_source_id: sent to A with another event") == true)
        }
        #expect(receiver.requests.count == 1)
    }

    @Test(arguments: [true, false])
    func aTwinThatWasGivenUpDoesNotHoldTheOther(isInHand: Bool) async throws {
        var bench = try await bench()
        bench.settings.retryFor = .zero
        let receiver = Receiver { _, number in number == 0 ? Receiver.reset : Receiver.taken }
        try await bench.enqueue(1, "shared", from: bench.shop)
        if !isInHand { #expect(try await bench.drain(receiver).tally.failed == 1) }
        try await bench.enqueue(1, "shared", from: bench.backend)
        let tally = try await bench.drain(receiver).tally
        #expect((tally.delivered, tally.skipped) == (1, 0))
        #expect(receiver.requests.map(\.ids) == [["A Purchase shared-0"], ["A Purchase shared-0"]])
    }

    @Test(arguments: [true, false])
    func aTwinOfAnAppThatMayHaveArrivedHoldsTheOther(isInHand: Bool) async throws {
        var bench = try await bench()
        bench.settings.retryFor = .zero
        bench.eventSource = .app
        let receiver = Receiver { _, number in number == 0 ? Receiver.reset : Receiver.taken }
        try await bench.enqueue(1, "shared", from: bench.shop)
        if !isInHand { #expect(try await bench.drain(receiver).tally.failed == 1) }
        try await bench.enqueue(1, "shared", from: bench.backend)
        #expect(try await bench.drain(receiver).tally.skipped == 1)
        #expect(receiver.requests.count == 1)
    }
}
