import OutboxCore
import OutboxWorker
import Synchronization
import Testing

/// What answers do to a real lane on a real store.
@Suite(.timeLimit(.minutes(2))) struct AnswersTests {
    /// Refuses a request that holds one of these ids, by the position of the first or without a position.
    private func refuse(_ bad: Set<String>, isNamed: Bool = true) -> Receiver {
        Receiver { request, _ in
            guard let index = request.ids.firstIndex(where: bad.contains) else { return Receiver.taken }
            return Receiver.refusal(isNamed ? index : nil)
        }
    }

    @Test(arguments: [true, false])
    func twoBadEventsOfAThousandFailAloneAfterFewRequests(isNamed: Bool) async throws {
        var bench = try await WorkBench()
        bench.settings.batchMax = 1000
        let numbers = try await bench.enqueue(1000, in: .bulk)
        let receiver = refuse(["e-400", "e-900"], isNamed: isNamed)
        let report = try await bench.drain(receiver)
        #expect((report.tally.delivered, report.tally.failed) == (998, 2))
        #expect(receiver.requests.count <= (isNamed ? 12 : 45))
        let outcomes = bench.store.observations.outcomes
        for index in [400, 900] {
            #expect(outcomes[numbers[index]]?.next == .failed(.rejected))
            #expect(outcomes[numbers[index]]?.detail?.hasPrefix("Invalid value for data.") == true)
        }
        let taken = receiver.requests.filter { $0.ids.allSatisfy { !["e-400", "e-900"].contains($0) } }.flatMap(\.ids)
        #expect(taken.count == 998)
    }

    @Test func manyBadEventsEndAloneAndTheOthersAreDelivered() async throws {
        var bench = try await WorkBench()
        bench.settings.batchMax = 100
        try await bench.enqueue(2000)
        let bad = Set((0..<2000).filter { $0 % 19 == 5 }.map { "e-\($0)" })
        let receiver = refuse(bad)
        let report = try await bench.drain(receiver)
        #expect(report.pause == nil)
        #expect(report.tally.delivered == 2000 - bad.count)
        #expect(report.tally.failed == bad.count)
    }

    @Test func aThousandRefusedOfAThousandPauseTheDestination() async throws {
        var bench = try await WorkBench()
        bench.settings.batchMax = 1000
        try await bench.enqueue(1000)
        let receiver = Receiver { _, _ in Receiver.refusal(0) }
        let report = try await bench.drain(receiver)
        #expect(report.pause?.cause == .configuration)
        #expect(report.isPausedByAnswers)
        #expect(receiver.requests.count <= 25)
        #expect(report.tally.failed <= 25)
        #expect(report.tally.delivered == 0)
        #expect(bench.store.observations.outcomes.values.allSatisfy { $0.verdict == .refused })
    }

    @Test func refusalsOfEverythingFromAWarmLanePauseItToo() async throws {
        var bench = try await WorkBench()
        bench.settings.batchMax = 100
        try await bench.enqueue(3000)
        let receiver = Receiver { request, number in
            number < 10 ? Receiver.taken : Receiver.refusal(request.ids.count > 1 ? nil : 0)
        }
        let report = try await bench.drain(receiver)
        #expect(report.pause?.cause == .configuration)
        #expect(receiver.requests.count < 10 + 20 + 2 * bench.settings.concurrency)
    }

    @Test func aWrongTokenEndsADrainAtOnceAndARightOneResumes() async throws {
        var bench = try await WorkBench()
        try await bench.enqueue(100)
        let wrong = Receiver { _, _ in
            Answer(.credentials, mayHaveArrived: false, httpStatus: 200, code: 40105, message: "Access token is wrong.")
        }
        let report = try await bench.drain(wrong)
        #expect(report.pause?.cause == .credentials)
        #expect(report.pause?.why == "40105 Access token is wrong.")
        #expect(wrong.requests.count == 1)
        #expect(report.tally.failed == 0)

        // The same token stays paused.
        let again = try await bench.drain(wrong)
        #expect(again.pause?.cause == .credentials)
        #expect(wrong.requests.count == 1)

        bench.tokenDigest = "fedcba9876543210"
        let right = Receiver()
        let resumed = try await bench.drain(right)
        #expect(resumed.tally.delivered == 100)
        #expect(resumed.pause == nil)
        #expect(right.requests.first?.ids.count == 1)
        #expect(bench.store.observations.closings.last?.outcomes.allSatisfy { $0.next == .delivered(nil) } == true)
    }

    @Test func rateLimitedBatchesAreSentAgainAsTheyWere() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(500)
        let receiver = Receiver { _, number in
            number % 3 == 1 ? Answer(.rateLimited, mayHaveArrived: false, code: 40100) : Receiver.taken
        }
        let tally = try await bench.drain(receiver).tally
        #expect(tally.delivered == 500)
        #expect(tally.retried == 0)
        #expect(bench.store.observations.keptRates.contains { $0 != nil })
    }

    @Test func theRateComesBackAfterAnotherAnswer() async throws {
        var bench = try await WorkBench()
        let ahead = Mutex(Duration.zero)
        bench.clock.moment = { WorkerClock.system.moment() + ahead.withLock { $0 } }
        (bench.settings.batchMax, bench.settings.concurrency) = (1, 1)
        try await bench.enqueue(5)
        let receiver = Receiver { _, number in
            ahead.withLock { $0 += .seconds(60) }
            return number < 3 ? Answer(.rateLimited, mayHaveArrived: false, code: 40100) : Receiver.taken
        }
        #expect(try await bench.drain(receiver, within: .seconds(3600)).tally.delivered == 5)
        let kept = bench.store.observations.keptRates
        #expect(kept.compactMap { $0 }.allSatisfy { $0 <= 500_000 })
        #expect(kept.count > 1 && kept.last == .some(nil), "\(kept)")
    }

    @Test func retryAfterIsObeyed() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(5)
        let start = ContinuousClock.now
        let receiver = Receiver { _, number in
            number == 0
                ? Answer(.rateLimited, mayHaveArrived: false, httpStatus: 429, retryAfter: .milliseconds(400))
                : Receiver.taken
        }
        #expect(try await bench.drain(receiver).tally.delivered == 5)
        #expect(ContinuousClock.now - start >= .milliseconds(400))
    }

    @Test func aDrainDoesNotWaitForARetryAfterBeyondItsDeadline() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(5)
        let start = ContinuousClock.now
        let receiver = Receiver { _, _ in
            Answer(.rateLimited, mayHaveArrived: false, httpStatus: 429, retryAfter: .seconds(600))
        }
        let report = try await bench.drain(receiver, within: .seconds(60))
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(receiver.requests.count == 1)
        #expect(report.tally.delivered == 0)
        #expect(try await bench.waiting().map(\.attempts) == [0, 0, 0, 0, 0])
    }

    @Test func anEndpointThatIsDownIsProbedWithSingleEvents() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(200)
        let receiver = Receiver { _, number in number < 12 ? Receiver.reset : Receiver.taken }
        let tally = try await bench.drain(receiver).tally
        #expect(tally.delivered == 200)
        // Five failures open the breaker; until one succeeds, a single event at a time leaves.
        #expect(receiver.requests[5..<13].allSatisfy { $0.ids.count == 1 })
    }

    @Test func anUnknownOutcomeOfAnAppEventIsHeld() async throws {
        var bench = try await WorkBench()
        bench.eventSource = .app
        try await bench.enqueue(3)
        let receiver = Receiver { _, number in number == 0 ? Receiver.reset : Receiver.taken }
        let tally = try await bench.drain(receiver).tally
        #expect((tally.delivered, tally.failed) == (2, 1))
        #expect(bench.store.observations.outcomes.values.contains { $0.next == .failed(.mayCountTwice) })
    }

    @Test func fromTheThirdAttemptOnBatchesShrink() async throws {
        var bench = try await WorkBench()
        bench.settings.batchMax = 32
        try await bench.enqueue(64)
        let receiver = Receiver { request, number in
            // Everything that travels with e-40 stumbles, until it is alone.
            request.ids.contains("e-40") && request.ids.count > 1 ? Receiver.reset : Receiver.taken
        }
        let tally = try await bench.drain(receiver).tally
        #expect(tally.delivered == 64)
        let sizes = receiver.requests.filter { $0.ids.contains("e-40") }.map(\.ids.count)
        #expect(sizes.last == 1)
        #expect(sizes.count <= 5)
        #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 >= $1 })
    }

    @Test func tooBigIsHalved() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(100)
        let receiver = Receiver { request, _ in
            request.ids.count > 7 ? Answer(.tooBig, mayHaveArrived: false, code: 40061) : Receiver.taken
        }
        let tally = try await bench.drain(receiver).tally
        #expect(tally.delivered == 100)
        #expect(Set(receiver.requests.filter { $0.ids.count <= 7 }.flatMap(\.ids)).count == 100)
    }
}
