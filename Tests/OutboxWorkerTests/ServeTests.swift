import OutboxCore
import OutboxDispatch
import OutboxTestSupport
import OutboxWorker
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct ServeTests {
    private final class Labels: Sendable {
        let seen = Mutex<Set<String>>([])
    }

    @Test func whatIsEnqueuedWhileItRunsLeaves() async throws {
        let bench = try await WorkBench()
        let receiver = Receiver()
        let report = try await bench.serve(receiver) { _ in
            for round in 0..<5 {
                try await bench.enqueue(1, "round-\(round)")
                #expect(await receiver.nextRequest()?.ids == ["round-\(round)-0"])
            }
        }
        #expect(report.tally.delivered == 5)
        #expect(report.wasStopped)
    }

    @Test func whatIsEnqueuedWithoutAFanOutIsRouted() async throws {
        let bench = try await WorkBench()
        let receiver = Receiver()
        _ = try await bench.serve(receiver) { _ in
            try await bench.enqueue(1, isRouted: false)
            #expect(await receiver.nextRequest()?.ids == ["e-0"])
        }
    }

    @Test func aBatchWaitsToFill() async throws {
        var bench = try await WorkBench()
        bench.settings.batchMax = 10
        bench.settings.batchWait = .milliseconds(300)
        let receiver = Receiver()
        _ = try await bench.serve(receiver) { [bench] _ in
            // The first two are the canary's.
            try await bench.enqueue(11, "canary")
            _ = await receiver.nextRequest()
            _ = await receiver.nextRequest()
            let start = ContinuousClock.now
            for number in 0..<3 { try await bench.enqueue(1, "late-\(number)") }
            #expect(await receiver.nextRequest()?.ids.count == 3)
            #expect(ContinuousClock.now - start >= .milliseconds(290))
        }
    }

    @Test func stoppingFinishesWhatIsOpenAndTakesNoMore() async throws {
        var bench = try await WorkBench()
        bench.settings.batchMax = 5
        try await bench.enqueue(100)
        let gate = Gate()
        let receiver = Receiver { _, _ in
            await gate.wait()
            return Receiver.taken
        }
        let report = try await bench.serve(receiver) { pool in
            _ = await receiver.nextRequest()
            pool.stop()
            gate.open()
        }
        #expect(receiver.requests.count == 1)
        #expect(report.tally.delivered == 1)
        #expect(bench.store.observations.givenBack.count == 1)
        #expect(try await bench.waiting().count == 99)
    }

    @Test func whatIsOpenWhenTheGraceIsOverIsAnUnknownOutcome() async throws {
        var bench = try await WorkBench()
        bench.grace = .milliseconds(50)
        try await bench.enqueue(1)
        let receiver = Receiver { _, _ in await Receiver.hang() }
        let report = try await bench.serve(receiver) { pool in
            _ = await receiver.nextRequest()
            pool.stop()
        }
        #expect(report.tally == LaneTally())
        let waiting = try await bench.waiting()
        #expect(waiting.count == 1)
        #expect(waiting.first?.firstSentAt != nil)
        #expect(waiting.first?.attempts == 0)
        #expect(waiting.first?.losses == 0)
    }

    @Test func cancelledItLetsGoAtOnce() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(1)
        let receiver = Receiver { _, _ in await Receiver.hang() }
        let pool = bench.pool(receiver)
        let task = Task { try await pool.run() }
        _ = await receiver.nextRequest()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(bench.store.observations.closings.isEmpty)
    }

    @Test func lanesRunOnQueuesOfTheirOwnAndOneThatHangsHoldsNobodyUp() async throws {
        var bench = try await WorkBench()
        let labels = Labels()
        bench.jitter = {
            labels.seen.withLock { _ = $0.insert(SerialQueueExecutor.currentLabel ?? "none") }
            return 0.5
        }
        bench.grace = .milliseconds(10)
        try await bench.enqueue(300, fanOut: bench.fanOut(toBoth: true))
        let hanging = bench.second
        let receiver = Receiver { request, _ in
            if request.destination == hanging { return await Receiver.hang() }
            return Receiver.taken
        }
        let report = try await bench.serve(receiver, for: ["main", "second"]) { [bench] _ in
            var delivered = 0
            while delivered < 300, let request = await receiver.nextRequest() {
                if request.destination == bench.main { delivered += request.ids.count }
            }
        }
        #expect(report.tally.delivered == 300)
        #expect(labels.seen.withLock { $0 } == ["outbox.lane.main"])
    }

    @Test func eachLaneHasItsOwnQueue() async throws {
        var bench = try await WorkBench()
        let labels = Labels()
        bench.jitter = {
            labels.seen.withLock { _ = $0.insert(SerialQueueExecutor.currentLabel ?? "none") }
            return 0.5
        }
        try await bench.enqueue(10, fanOut: bench.fanOut(toBoth: true))
        let pool = bench.pool(Receiver(), for: ["main", "second"])
        let report = try await pool.run(until: .nothingMovable(within: .seconds(60)))
        #expect(report.total.delivered == 20)
        #expect(labels.seen.withLock { $0 } == ["outbox.lane.main", "outbox.lane.second"])
    }

    @Test func anIdleLaneDoesNotWakeUpMoreThanTwiceASecond() async throws {
        var bench = try await WorkBench()
        let readings = Readings()
        let system = WorkerClock.system
        bench.clock = WorkerClock(
            wall: system.wall,
            moment: {
                readings.count.withLock { $0 += 1 }
                return system.moment()
            })
        let receiver = Receiver()
        _ = try await bench.serve(receiver) { [bench] _ in
            try await bench.enqueue(1)
            _ = await receiver.nextRequest()
            // What follows an answer may take a moment; then three seconds of nothing are measured by the real clock.
            await pause(.milliseconds(500))
            let (claims, before) = (bench.store.observations.claims, readings.count.withLock { $0 })
            await pause(.seconds(3))
            #expect(bench.store.observations.claims - claims <= 6)
            #expect(readings.count.withLock { $0 } - before <= 6 * 4)
        }
    }

    @Test func aPausedDestinationStandsStillUntilItIsResumed() async throws {
        let bench = try await WorkBench()
        let receiver = Receiver()
        let report = try await bench.serve(receiver) { [bench] _ in
            try await bench.enqueue(1, "before")
            _ = await receiver.nextRequest()
            let lane = try #require(bench.store.observations.lanes.last)
            let now = bench.clock.wall()
            let pause = Pause(cause: .configuration, by: "test", why: "test", at: now)
            try await bench.file.setPause(pause, of: lane, at: now)
            try await bench.enqueue(20, "during")
            await self.pause(.milliseconds(200))
            #expect(receiver.requests.count == 1)
            try await bench.file.setPause(nil, of: lane, at: bench.clock.wall())
            try await bench.enqueue(1, "after")
            // One, then ten, then the rest.
            #expect(await receiver.nextRequest()?.ids.count == 1)
            #expect(await receiver.nextRequest()?.ids.count == 10)
            #expect(await receiver.nextRequest()?.ids.count == 10)
        }
        #expect(report.tally.delivered == 22)
    }

    @Test func anotherTokenEndsAPauseForCredentials() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(3)
        let receiver = Receiver { _, number in
            number == 0 ? Answer(.credentials, mayHaveArrived: false, code: 40105, message: "no") : Receiver.taken
        }
        let report = try await bench.serve(receiver) { [bench] pool in
            _ = await receiver.nextRequest()
            try await eventually { !bench.store.observations.closings.isEmpty }
            pool.tokenChanged(destination: bench.main, digest: "fedcba9876543210")
            _ = await receiver.nextRequest()
            _ = await receiver.nextRequest()
        }
        #expect(report.tally.delivered == 3)
        #expect(report.pause == nil)
    }

    @Test func itWaitsUntilAnotherProcessGivesTheLaneUp() async throws {
        let bench = try await WorkBench()
        let other = try await bench.file.takeOver(
            TakeOverRequest(destination: bench.main, owner: "host:9", now: bench.clock.wall(), mayResend: true)
        )
        try await bench.enqueue(1)
        let receiver = Receiver()
        let report = try await bench.serve(receiver) { [bench] _ in
            await pause(.milliseconds(100))
            #expect(receiver.requests.isEmpty)
            try await bench.file.giveBack(other.lane, at: bench.clock.wall())
            _ = await receiver.nextRequest()
        }
        #expect(report.tally.delivered == 1)
    }

    @Test func aWallClockSetBackAnHourDoesNotStallTheLane() async throws {
        var bench = try await WorkBench()
        let wall = ManualClock()
        bench.clock.wall = { wall.now }
        let receiver = Receiver { _, number in number == 1 ? Receiver.reset : Receiver.taken }
        let report = try await bench.serve(receiver) { [bench] _ in
            try await bench.enqueue(1, "before")
            _ = await receiver.nextRequest()
            try await bench.enqueue(1, "retried")
            _ = await receiver.nextRequest()
            wall.advance(by: .seconds(-3600))
            #expect(await receiver.nextRequest()?.ids == ["retried-0"])
            try await bench.enqueue(1, "after")
            #expect(await receiver.nextRequest()?.ids == ["after-0"])
        }
        #expect(report.tally.delivered == 3)
    }

    @Test func whatWasQueuedUnderAClockThatRanAheadLeavesUnderANewProcess() async throws {
        var bench = try await WorkBench()
        let wall = ManualClock()
        bench.clock.wall = { wall.now }
        try await bench.enqueue(50)
        wall.advance(by: .seconds(-3600))
        #expect(try await bench.drain(Receiver()).tally.delivered == 50)
    }

    private final class Readings: Sendable {
        let count = Mutex(0)
    }

    /// Waits by the real clock.
    private func pause(_ time: Duration) async {
        // Nothing is awaited: a test that calls this must see that nothing happens.
        try? await Task.sleep(for: time)
    }
}
