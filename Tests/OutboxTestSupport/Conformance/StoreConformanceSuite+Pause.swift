import OutboxCore

extension StoreConformanceSuite {
    static let twinClaims = [
        StoreClaim("an event that shares its event_id knows so", knowsTwins),
        StoreClaim("a twin that was opened at the destination is told with its names and time", tellsOpenedTwins),
        StoreClaim("a twin at another destination is none", ignoresTwinsElsewhere),
    ]

    static let pauseClaims = [
        StoreClaim("a pause is kept for the next owner", keepsThePause),
        StoreClaim("pausing what is not known is false", pausesOnlyTheKnown),
        StoreClaim("time spent paused adds up over pauses and owners", addsUpPausedTime),
        StoreClaim("a pause of a pause loses no time", pausesThePaused),
        StoreClaim("a clock set back while paused takes no time away", pausedTimeNeverShrinks),
        StoreClaim("an operator's pause outlives the lane's own", operatorsPauseOutlives),
        StoreClaim("what is in flight when a pause comes is recorded", recordsInFlight),
    ]

    private static func knowsTwins(_ bench: StoreWorkbench) async throws {
        _ = try await bench.store.enqueue(
            [bench.event("same"), bench.event("other"), bench.event("same", from: "backend")], fanOut: bench.fanOut)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        try expectEqual(claimed.map(\.hasTwins), [true, false, true], "has twins")
        try expect(claimed.allSatisfy(\.twins.isEmpty), "none was opened yet")
    }

    private static func tellsOpenedTwins(_ bench: StoreWorkbench) async throws {
        let first = try await bench.store.enqueue([bench.event("same")], fanOut: bench.fanOut)[0].number
        let lane = try await bench.takeOver().lane
        let openedAt = bench.clock.now
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        bench.clock.advance(by: .seconds(5))
        var outcome = StoreWorkbench.outcome(claimed[0], .delivered(nil))
        outcome.sentEventID = "sent-same"
        try await bench.close(attempt, of: lane, [outcome])
        _ = try await bench.store.enqueue(
            [bench.event("same", from: "backend"), bench.event("lonely")], fanOut: bench.fanOut)
        let later = try await bench.claim(lane)
        let twin = ClaimedDelivery.Twin(
            event: first, tiktokEvent: "CompletePayment", sentEventID: "sent-same", openedAt: openedAt)
        try expectEqual(later.map(\.twins), [[twin], []], "twins")
    }

    private static func ignoresTwinsElsewhere(_ bench: StoreWorkbench) async throws {
        _ = try await bench.store.enqueue([bench.event("same", from: "backend")], fanOut: bench.fanOut)
        let second = try await bench.takeOver("second").lane
        try await bench.work(second)
        _ = try await bench.store.enqueue([bench.event("same")], fanOut: bench.fanOut)
        let main = try await bench.takeOver("main").lane
        try expect(try await bench.claim(main).allSatisfy(\.twins.isEmpty), "none was opened at main")
    }

    // Pauses

    private static func keepsThePause(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let pause = Pause(cause: .configuration, by: "outbox", why: "40001: unknown pixel", at: bench.clock.now)
        try await bench.store.setPause(pause, of: lane, at: bench.clock.now)
        try expectEqual(try await bench.status().pause, pause, "pause in the status")
        let other = try await bench.anotherProcess()
        try await bench.kill(bench.store)
        try expectEqual(try await bench.takeOver(by: other).status.pause, pause, "pause at the take-over")
        try expectEqual(try await bench.status().paused, 2, "standing still")
    }

    private static func pausesOnlyTheKnown(_ bench: StoreWorkbench) async throws {
        let pause = Pause(cause: .operator, by: "ann", why: "", at: bench.clock.now)
        try expect(try await !bench.store.pause(destination: "nobody", pause: pause), "nobody is not known")
        let resumed = try await bench.store.resume(
            destination: "nobody", by: "ann", why: "", at: bench.clock.now)
        try expect(!resumed, "nobody is not known")
        let running = try await bench.store.resume(destination: "main", by: "ann", why: "", at: bench.clock.now)
        try expect(running, "main is known, though it runs")
        try expectEqual(try await bench.status().state, .running, "state")
    }

    private static func pausedMilliseconds(_ bench: StoreWorkbench) async throws -> Int64 {
        let store = try await bench.anotherProcess()
        let takeOver = try await bench.takeOver(by: store)
        try await store.giveBack(takeOver.lane, at: bench.clock.now)
        try await bench.close(store)
        return takeOver.status.pausedMilliseconds
    }

    private static func addsUpPausedTime(_ bench: StoreWorkbench) async throws {
        try await pauseFor(.seconds(10), bench)
        let lane = try await bench.takeOver().lane
        let pause = Pause(cause: .credentials, by: "outbox", why: "40105", at: bench.clock.now)
        try await bench.store.setPause(pause, of: lane, at: bench.clock.now)
        bench.clock.advance(by: .seconds(7))
        try await bench.store.setPause(nil, of: lane, at: bench.clock.now)
        try await bench.store.giveBack(lane, at: bench.clock.now)
        try await pauseFor(.milliseconds(1), bench)
        try expectEqual(try await pausedMilliseconds(bench), 17_001, "milliseconds spent paused")
    }

    private static func pausesThePaused(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        let own = Pause(cause: .credentials, by: "outbox", why: "40105", at: bench.clock.now)
        try await bench.store.setPause(own, of: lane, at: bench.clock.now)
        try await bench.store.giveBack(lane, at: bench.clock.now)
        bench.clock.advance(by: .seconds(5))
        try await pauseFor(.seconds(10), bench)
        try expectEqual(try await bench.status().pause, nil, "pause")
        try expectEqual(try await pausedMilliseconds(bench), 15_000, "milliseconds spent paused")
    }

    private static func pausedTimeNeverShrinks(_ bench: StoreWorkbench) async throws {
        try await pauseFor(.seconds(10), bench)
        try await pauseFor(.seconds(-3600), bench)
        try expectEqual(try await pausedMilliseconds(bench), 10_000, "milliseconds spent paused")
    }

    private static func operatorsPauseOutlives(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        let operators = Pause(cause: .operator, by: "ann", why: "stop", at: bench.clock.now)
        _ = try await bench.store.pause(destination: "main", pause: operators)
        let own = Pause(cause: .credentials, by: "outbox", why: "40105", at: bench.clock.now)
        try await bench.store.setPause(own, of: lane, at: bench.clock.now)
        try expectEqual(try await bench.status().pause?.cause, .operator, "cause while both hold")
        try await bench.store.setPause(nil, of: lane, at: bench.clock.now)
        try expectEqual(try await bench.status().pause?.cause, .operator, "cause after the lane would run again")
        _ = try await bench.store.resume(destination: "main", by: "ann", why: "", at: bench.clock.now)
        try expectEqual(try await bench.status().pause, nil, "pause after the operator resumed")
    }

    private static func recordsInFlight(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let pause = Pause(cause: .operator, by: "ann", why: "", at: bench.clock.now)
        _ = try await bench.store.pause(destination: "main", pause: pause)
        try await bench.expectCountersAreTheTruth()
        try await bench.close(attempt, of: lane, claimed.map { StoreWorkbench.outcome($0, .delivered(nil)) })
        try expectEqual(try await bench.status().delivered, 2, "delivered")
    }
}
