import OutboxCore

extension StoreConformanceSuite {
    static let takeOverClaims = [
        StoreClaim("an open attempt of a killed owner is an unknown outcome", closesAsUnknown),
        StoreClaim("several open attempts of a killed owner are all closed", closesAllAsUnknown),
        StoreClaim("an attempt closed before the kill stays as it was", leavesTheClosed),
        StoreClaim("losses count the owners that were gone", countsLosses),
        StoreClaim("a take-over after the clock was set back still closes what is open", closesDespiteAClockSetBack),
        StoreClaim("a take-over after the clock jumped ahead holds what is too old to resend", holdsAfterAClockJump),
        StoreClaim("a take-over of one lane leaves the other alone", leavesOtherLanes),
    ]

    static let unknownOutcomeClaims = [
        StoreClaim("an unknown outcome of an app event is held", holdsAppEvents),
        StoreClaim("an unknown outcome of an event without event_id is held", holdsWithoutEventID),
        StoreClaim("an unknown outcome is held when the first sending is older than 47 hours", holdsAfter47Hours),
        StoreClaim("an unknown outcome just inside 47 hours is sent again", resendsWithin47Hours),
        StoreClaim("opened before deciding is a loss but not an unknown outcome", undecidedIsNotUnknown),
        StoreClaim("opened before deciding and sent is an unknown outcome", decidedIsUnknown),
        StoreClaim("the third loss before deciding is the last", thirdUndecidedLossIsTheLast),
        StoreClaim("losses in company make nobody invalid, however many", companyIsNotBlamed),
        StoreClaim("after losses in company it takes three alone", aloneIsBlamedAfterThree),
        StoreClaim("three losses of attempts that were sent do not make an event invalid", sentLossesAreNotInvalid),
        StoreClaim("an event that was sent is not blamed for the next kill before deciding", sentIsNotBlamed),
    ]

    /// Kills the owner and gives another process the lane.
    static func succeed(
        _ owner: any CompleteStore, _ bench: StoreWorkbench, mayResend: Bool = true
    ) async throws -> (store: any CompleteStore, takeOver: TakeOver) {
        try await bench.kill(owner)
        let next = try await bench.anotherProcess()
        return (next, try await bench.takeOver(by: next, mayResend: mayResend))
    }

    private static func closesAsUnknown(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(3)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane, 2)
        let openedAt = bench.clock.now
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        bench.clock.advance(by: .seconds(20))
        let (store, takeOver) = try await succeed(bench.store, bench)
        try expectEqual(takeOver.unknownAttempts, 1, "attempts with an unknown outcome")
        try expectEqual(takeOver.failed, 0, "deliveries that failed")
        let status = try await bench.status()
        try expectEqual(status.sending, 0, "being sent")
        try expectEqual(status.queued + status.retrying, 3, "waiting")
        let delivery = try await bench.delivery(numbers[1])
        try expectEqual(delivery.state, .queued, "state")
        try expectEqual(delivery.attempts.map(\.id), [attempt], "attempts")
        try expectEqual(delivery.attempts.map(\.verdict), [.unknown], "verdicts")
        try expectEqual(delivery.attempts.map(\.position), [1], "positions")
        let again = try await bench.claim(takeOver.lane, by: store)
        let lost = again.filter { numbers.prefix(2).contains($0.key.event) }
        try expectEqual(lost.map(\.losses), [1, 1], "losses")
        try expectEqual(lost.map(\.firstSentAt), [openedAt, openedAt], "first sending")
        try expectEqual(lost.map(\.firstOpenedAt), [openedAt, openedAt], "first opening")
        try expectEqual(again.filter { $0.key.event == numbers[2] }.map(\.losses), [0], "losses of the third")
    }

    private static func closesAllAsUnknown(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(20)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        for part in 0..<4 { _ = try await bench.open(claimed[part * 5..<part * 5 + 5].map(\.key), of: lane) }
        let (store, takeOver) = try await succeed(bench.store, bench)
        try expectEqual(takeOver.unknownAttempts, 4, "attempts with an unknown outcome")
        try expectEqual(try await bench.claim(takeOver.lane, by: store).count, 20, "claimed again")
    }

    private static func leavesTheClosed(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, limit: 1)
        try await bench.work(lane, .queued(.retry, dueAt: bench.clock.now), limit: 1)
        let (store, takeOver) = try await succeed(bench.store, bench, mayResend: false)
        try expectEqual(takeOver.unknownAttempts, 0, "attempts with an unknown outcome")
        try expectEqual(try await bench.claim(takeOver.lane, by: store).map(\.losses), [0], "losses")
    }

    private static func countsLosses(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        var store = bench.store
        var lane = try await bench.takeOver().lane
        for losses in 0..<3 {
            let claimed = try await bench.claim(lane, by: store)
            try expectEqual(claimed.map(\.losses), [losses], "losses")
            _ = try await bench.open(claimed.map(\.key), of: lane, by: store)
            let next = try await succeed(store, bench)
            (store, lane) = (next.store, next.takeOver.lane)
        }
    }

    private static func closesDespiteAClockSetBack(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        _ = try await bench.open(try await bench.claim(lane).map(\.key), of: lane)
        bench.clock.advance(by: .seconds(-24 * 3600))
        let (store, takeOver) = try await succeed(bench.store, bench)
        try expectEqual(takeOver.unknownAttempts, 1, "attempts with an unknown outcome")
        try expectEqual(try await bench.claim(takeOver.lane, by: store).count, 2, "due at once")
    }

    private static func holdsAfterAClockJump(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        _ = try await bench.open(try await bench.claim(lane).map(\.key), of: lane)
        bench.clock.advance(by: .seconds(72 * 3600))
        let takeOver = try await succeed(bench.store, bench).takeOver
        try expectEqual(takeOver.failed, 1, "deliveries that failed")
        try expectEqual(try await bench.delivery(numbers[0]).reason, .mayCountTwice, "reason")
    }

    private static func leavesOtherLanes(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2, from: "backend")
        let main = try await bench.takeOver("main").lane
        let other = try await bench.anotherProcess()
        let second = try await bench.takeOver("second", by: other).lane
        _ = try await bench.open(try await bench.claim(main).map(\.key), of: main)
        let claimed = try await bench.claim(second, by: other)
        let attempt = try await bench.open(claimed.map(\.key), of: second, by: other)
        _ = try await succeed(bench.store, bench)
        try expectEqual(try await bench.status("second").sending, 2, "being sent at second")
        try await bench.close(
            attempt, of: second, claimed.map { StoreWorkbench.outcome($0, .delivered(nil)) }, by: other)
        try expectEqual(try await bench.status("second").delivered, 2, "delivered at second")
    }

    // Unknown outcomes

    private static func expectHeld(_ number: EventNumber, _ bench: StoreWorkbench) async throws {
        let delivery = try await bench.delivery(number)
        try expectEqual(delivery.state, .failed, "state")
        try expectEqual(delivery.reason, .mayCountTwice, "reason")
        try expectEqual(delivery.attempts.last?.verdict, .unknown, "verdict")
    }

    private static func holdsAppEvents(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(2)
        let lane = try await bench.takeOver(mayResend: false).lane
        _ = try await bench.open(try await bench.claim(lane).map(\.key), of: lane)
        let (store, takeOver) = try await succeed(bench.store, bench, mayResend: false)
        for number in numbers { try await expectHeld(number, bench) }
        try expect(try await bench.claim(takeOver.lane, by: store).isEmpty, "nothing is sent again")
        try expectEqual(try await bench.status().failed, 2, "failed")
    }

    private static func holdsWithoutEventID(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.store.enqueue(
            [bench.event(nil, producerID: "p"), bench.event("e")], fanOut: bench.fanOut
        ).map(\.number)
        let lane = try await bench.takeOver().lane
        _ = try await bench.open(try await bench.claim(lane).map(\.key), of: lane)
        let (store, takeOver) = try await succeed(bench.store, bench)
        try await expectHeld(numbers[0], bench)
        let again = try await bench.claim(takeOver.lane, by: store)
        try expectEqual(again.map(\.key.event), [numbers[1]], "sent again")
    }

    /// Sends once, with an answer that says try later, and again so many hours later; then the owner is killed.
    private static func loseAgain(hours: Double, _ bench: StoreWorkbench) async throws -> EventNumber {
        let number = try await bench.enqueue(1)[0]
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, .queued(.retry, dueAt: bench.clock.now))
        bench.clock.advance(by: .seconds(hours * 3600))
        _ = try await bench.open(try await bench.claim(lane).map(\.key), of: lane)
        _ = try await succeed(bench.store, bench)
        return number
    }

    private static func holdsAfter47Hours(_ bench: StoreWorkbench) async throws {
        try await expectHeld(try await loseAgain(hours: 47.01, bench), bench)
    }

    private static func resendsWithin47Hours(_ bench: StoreWorkbench) async throws {
        let number = try await loseAgain(hours: 46.99, bench)
        try expectEqual(try await bench.delivery(number).state, .queued, "state")
    }

    private static func undecidedIsNotUnknown(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.store.enqueue(
            [bench.event("e"), bench.event(nil, producerID: "p")], fanOut: bench.fanOut
        ).map(\.number)
        let lane = try await bench.takeOver(mayResend: false).lane
        let claimed = try await bench.claim(lane)
        _ = try await bench.open(claimed.map(\.key), of: lane, beforeDeciding: true)
        let (store, takeOver) = try await succeed(bench.store, bench, mayResend: false)
        let again = try await bench.claim(takeOver.lane, by: store)
        try expectEqual(Set(again.map(\.key.event)), Set(numbers), "claimed again: nothing had left")
        try expectEqual(again.map(\.losses), [1, 1], "losses")
        try expectEqual(again.map(\.firstSentAt), [nil, nil], "first sending")
    }

    private static func decidedIsUnknown(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(2)
        let lane = try await bench.takeOver(mayResend: false).lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane, beforeDeciding: true)
        _ = try await bench.store.send(
            attempt, of: lane, settled: [DeliveryOutcome(key: claimed[0].key, next: .skipped(.filter))],
            sendings: [], at: bench.clock.now)
        _ = try await succeed(bench.store, bench, mayResend: false)
        try expectEqual(try await bench.delivery(numbers[0]).state, .skipped, "state of what was settled")
        try await expectHeld(numbers[1], bench)
    }

    private static func thirdUndecidedLossIsTheLast(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        var store = bench.store
        var lane = try await bench.takeOver().lane
        for _ in 0..<3 {
            let claimed = try await bench.claim(lane, by: store)
            try expectEqual(claimed.count, 1, "claimed")
            _ = try await bench.open(claimed.map(\.key), of: lane, by: store, beforeDeciding: true)
            let next = try await succeed(store, bench)
            (store, lane) = (next.store, next.takeOver.lane)
        }
        let claimed = try await bench.claim(lane, by: store)
        if claimed.isEmpty {
            let delivery = try await bench.delivery(numbers[0])
            try expectEqual(delivery.state, .failed, "state")
            try expectEqual(delivery.reason, .invalid, "reason")
        } else {
            try expectEqual(claimed.map(\.losses), [3], "losses, for the worker to judge")
        }
    }

    /// Kills the owner so many times while it is about to decide all that wait, or one alone; gives the next store
    /// and lane.
    private static func loseUndecided(
        _ kills: Int, alone: EventNumber? = nil, _ store: any CompleteStore, _ lane: Lane, _ bench: StoreWorkbench
    ) async throws -> (any CompleteStore, Lane) {
        var (store, lane) = (store, lane)
        for _ in 0..<kills {
            let claimed = try await bench.claim(lane, by: store)
            let members = claimed.map(\.key).filter { alone == nil || $0.event == alone }
            _ = try await bench.open(members, of: lane, by: store, beforeDeciding: true)
            let next = try await succeed(store, bench)
            (store, lane) = (next.store, next.takeOver.lane)
        }
        return (store, lane)
    }

    private static func companyIsNotBlamed(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(3)
        let lane = try await bench.takeOver().lane
        let (store, last) = try await loseUndecided(12, bench.store, lane, bench)
        let claimed = try await bench.claim(last, by: store)
        try expectEqual(claimed.map(\.losses), [2, 2, 2], "losses, so that each travels alone")
    }

    private static func aloneIsBlamedAfterThree(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(3)
        let lane = try await bench.takeOver().lane
        let together = try await loseUndecided(2, bench.store, lane, bench)
        let twice = try await loseUndecided(2, alone: numbers[1], together.0, together.1, bench)
        try expectEqual(try await bench.delivery(numbers[1]).state, .queued, "state after two losses alone")
        _ = try await loseUndecided(1, alone: numbers[1], twice.0, twice.1, bench)
        var states: [DeliveryState] = []
        for number in numbers { states.append(try await bench.delivery(number).state) }
        try expectEqual(states, [.queued, .failed, .queued], "states")
    }

    private static func sentLossesAreNotInvalid(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        var store = bench.store
        var lane = try await bench.takeOver().lane
        for _ in 0..<4 {
            let claimed = try await bench.claim(lane, by: store)
            _ = try await bench.open(claimed.map(\.key), of: lane, by: store)
            let next = try await succeed(store, bench)
            (store, lane) = (next.store, next.takeOver.lane)
        }
        try expectEqual(try await bench.delivery(numbers[0]).state, .queued, "state")
    }

    private static func sentIsNotBlamed(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        var store = bench.store
        var lane = try await bench.takeOver().lane
        for kill in 0..<3 {
            let claimed = try await bench.claim(lane, by: store)
            _ = try await bench.open(claimed.map(\.key), of: lane, by: store, beforeDeciding: kill == 2)
            let next = try await succeed(store, bench)
            (store, lane) = (next.store, next.takeOver.lane)
        }
        try expectEqual(try await bench.delivery(numbers[0]).state, .queued, "state")
        try expectEqual(try await bench.claim(lane, by: store).map(\.losses), [3], "losses")
    }
}
