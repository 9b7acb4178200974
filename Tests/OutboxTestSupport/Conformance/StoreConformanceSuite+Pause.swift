import OutboxCore

extension StoreConformanceSuite {
    static let twinClaims = [
        StoreClaim("an event that shares its event_id knows so", knowsTwins),
        StoreClaim("a twin that was opened at the destination is told with its names and time", tellsOpenedTwins),
        StoreClaim("a twin at another destination is one where it went to the same event source", tellsTwinsElsewhere),
        StoreClaim("an event that was sent with another's event_id is its twin", tellsTheRenamed),
        StoreClaim("events that are sent with one id are twins, whatever their own", tellsTwinsOfTheMapping),
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
        try expectEqual(try await bench.twins(of: claimed[0], as: "same", at: lane), [], "none was opened yet")
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
        try expectEqual(try await bench.twins(of: later[0], as: "sent-same", at: lane), [twin], "twins")
        try expectEqual(try await bench.twins(of: later[0], as: "same", at: lane), [], "twins by another id")
        let other = try await bench.twins(of: later[0], as: "sent-same", named: "Contact", at: lane)
        try expectEqual(other, [], "twins by another name")
    }

    /// Sends everything due with an id, to an event source.
    private static func send(
        _ bench: StoreWorkbench, as eventID: String, to pixel: String? = nil, at destination: String = "main"
    ) async throws -> Lane {
        let lane = try await bench.takeOver(destination).lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let outcomes = claimed.map { claimed in
            var outcome = StoreWorkbench.outcome(claimed, .delivered(nil))
            (outcome.sentEventID, outcome.eventSourceID) = (eventID, pixel)
            return outcome
        }
        try await bench.close(attempt, of: lane, outcomes)
        return lane
    }

    private static func tellsTwinsElsewhere(_ bench: StoreWorkbench) async throws {
        let first = try await bench.store.enqueue([bench.event("same", from: "backend")], fanOut: bench.fanOut)
        _ = try await send(bench, as: "same", to: "A", at: "second")
        _ = try await bench.store.enqueue([bench.event("same")], fanOut: bench.fanOut)
        let main = try await bench.takeOver("main").lane
        let claimed = try require(try await bench.claim(main).last, "the second event")
        let here = try await bench.twins(of: claimed, as: "same", to: "A", at: main)
        try expectEqual(here.map(\.event), first.map(\.number), "twins at the same event source")
        try expectEqual(try await bench.twins(of: claimed, as: "same", to: "B", at: main), [], "twins at another")
        try expectEqual(try await bench.twins(of: claimed, as: "same", at: main), [], "twins at an unknown one")
    }

    private static func tellsTheRenamed(_ bench: StoreWorkbench) async throws {
        let first = try await bench.enqueue(1, "order")
        let lane = try await send(bench, as: "a-17")
        _ = try await bench.store.enqueue([bench.event("a-17"), bench.event("a-18")], fanOut: bench.fanOut)
        let claimed = try await bench.claim(lane)
        try expectEqual(claimed.map(\.hasTwins), [true, false], "has twins")
        let twins = try await bench.twins(of: claimed[0], as: "a-17", at: lane)
        try expectEqual(twins.map(\.event), first, "twins")
    }

    private static func tellsTwinsOfTheMapping(_ bench: StoreWorkbench) async throws {
        let first = try await bench.enqueue(1, "one")
        let sentAt = bench.clock.now
        let lane = try await send(bench, as: "order-7")
        bench.clock.advance(by: .seconds(3 * 86_400))
        try await bench.enqueue(1, "two")
        let claimed = try await bench.claim(lane)
        let twins = try await bench.twins(of: claimed[0], as: "order-7", at: lane)
        try expectEqual(twins.map(\.event), first, "twins")
        try expectEqual(twins.map(\.openedAt), [sentAt], "opened at")
        try expectEqual(try await bench.twins(of: claimed[0], as: "two0", at: lane), [], "twins by its own id")
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
