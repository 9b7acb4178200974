import OutboxCore

extension StoreConformanceSuite {
    static let claimClaims = [
        StoreClaim("nothing is claimed twice by one owner", claimsOnce),
        StoreClaim("what was released may be claimed again", claimsAgainAfterRelease),
        StoreClaim("a claim gives at most what was asked for, the longest due first", claimsTheLongestDueFirst),
        StoreClaim("what is due later is not claimed, and its time is told", tellsWhatIsDueNext),
        StoreClaim("fresh events go first beside many overdue retries", freshGoFirst),
        StoreClaim("retries and imports get their share beside many fresh events", othersGetTheirShare),
        StoreClaim("an unused share is passed on", passesUnusedSharesOn),
        StoreClaim("what is held does not hide what is not", heldHidesNothing),
        StoreClaim("a claim of a thousand out of three thousand takes each once", claimsEachOnceInPortions),
        StoreClaim("at a paused destination nothing is claimed", claimsNothingWhilePaused),
        StoreClaim("an event enqueued with a clock set back is due", isDueDespiteAClockSetBack),
    ]

    private static func claimsOnce(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(5)
        let lane = try await bench.takeOver().lane
        let first = try await bench.claim(lane, 3)
        let second = try await bench.claim(lane, 3)
        let third = try await bench.claim(lane, 3)
        try expectEqual((first + second).map(\.key.event), numbers, "claimed")
        try expect(third.isEmpty, "nothing is left to claim")
        let attempt = try await bench.open(first.map(\.key), of: lane)
        try expect(try await bench.claim(lane).isEmpty, "what is being sent is not claimed")
        try await bench.close(
            attempt, of: lane, first.map { StoreWorkbench.outcome($0, .queued(.retry, dueAt: bench.clock.now)) })
        try expectEqual(
            Set(try await bench.claim(lane).map(\.key.event)), Set(first.map(\.key.event)), "claimed after the closing")
    }

    private static func claimsAgainAfterRelease(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(4)
        let lane = try await bench.takeOver().lane
        _ = try await bench.claim(lane)
        await bench.store.release([numbers[1], numbers[3]], of: lane)
        try expectEqual(try await bench.claim(lane).map(\.key.event), [numbers[1], numbers[3]], "claimed again")
    }

    private static func claimsTheLongestDueFirst(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(6)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let wait: [Int] = [50, 20, 40, 10, 60, 30]
        let outcomes = zip(claimed, wait).map { claimed, seconds in
            StoreWorkbench.outcome(claimed, .queued(.retry, dueAt: bench.clock.now + .seconds(seconds)))
        }
        try await bench.close(attempt, of: lane, answer: Answer(.tryLater(after: .zero)), outcomes)
        bench.clock.advance(by: .seconds(45))
        let due = try await bench.claim(lane, 3).map(\.key.event)
        try expectEqual(due, [numbers[3], numbers[1], numbers[5]], "the three longest due")
        try expectEqual(try await bench.claim(lane).map(\.key.event), [numbers[2]], "the fourth")
    }

    private static func tellsWhatIsDueNext(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let later = bench.clock.now + .seconds(30)
        try await bench.work(lane, .queued(.retry, dueAt: later), limit: 1)
        try await bench.work(lane, .queued(.retry, dueAt: later + .seconds(5)), limit: 1)
        let claim = try await bench.store.claim(lane, limit: 10, now: bench.clock.now)
        try expect(claim.deliveries.isEmpty, "nothing is due")
        try expectEqual(claim.nextDueAt, later, "the next time")
        bench.clock.set(to: later)
        let due = try await bench.store.claim(lane, limit: 10, now: bench.clock.now)
        try expectEqual(due.deliveries.count, 1, "claimed at that very millisecond")
        try expectEqual(due.nextDueAt, later + .seconds(5), "the next time, without what is held")
        bench.clock.advance(by: .seconds(5))
        let last = try await bench.store.claim(lane, limit: 10, now: bench.clock.now)
        try expectEqual(last.deliveries.count, 1, "claimed")
        try expectEqual(last.nextDueAt, nil, "the next time when everything is held")
    }

    /// Puts so many deliveries of class retry into the queue, due an hour ago.
    private static func overdueRetries(_ count: Int, _ lane: Lane, _ bench: StoreWorkbench) async throws {
        try await bench.enqueue(count, "retry")
        try await bench.work(lane, .queued(.retry, dueAt: bench.clock.now - .seconds(3600)))
    }

    private static func freshGoFirst(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        try await overdueRetries(300, lane, bench)
        let fresh = try await bench.enqueue(10, "fresh")
        let claimed = try await bench.claim(lane, 100)
        try expectEqual(claimed.count, 100, "claimed")
        try expectEqual(claimed.prefix(10).map(\.key.event), fresh, "the fresh ones come first")
        try expect(claimed.dropFirst(10).allSatisfy { $0.key.deliveryClass == .retry }, "then retries")
    }

    private static func othersGetTheirShare(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        try await overdueRetries(60, lane, bench)
        try await bench.enqueue(60, "bulk", deliveryClass: .bulk)
        try await bench.enqueue(60, "live")
        let classes = try await bench.claim(lane, 32).map(\.key.deliveryClass)
        try expectEqual(classes.count { $0 == .live }, 24, "live ones of 32")
        try expectEqual(classes.count { $0 == .retry }, 6, "retries of 32")
        try expectEqual(classes.count { $0 == .bulk }, 2, "imports of 32")
    }

    private static func passesUnusedSharesOn(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        try await bench.enqueue(40, "bulk", deliveryClass: .bulk)
        try await bench.enqueue(3, "live")
        let first = try await bench.claim(lane, 32).map(\.key.deliveryClass)
        try expectEqual(first.count { $0 == .live }, 3, "live ones of 32")
        try expectEqual(first.count { $0 == .bulk }, 29, "imports of 32")
        try expectEqual(try await bench.claim(lane, 32).count, 11, "the rest")
    }

    private static func heldHidesNothing(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        try await bench.enqueue(50, "a")
        try expectEqual(try await bench.claim(lane, 50).count, 50, "held")
        let late = try await bench.enqueue(5, "b")
        try expectEqual(try await bench.claim(lane, 10).map(\.key.event), late, "claimed behind what is held")
    }

    private static func claimsEachOnceInPortions(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1500, "live")
        try await bench.enqueue(1500, "bulk", deliveryClass: .bulk)
        let lane = try await bench.takeOver().lane
        var seen: [EventNumber] = []
        while true {
            let claimed = try await bench.claim(lane, 1000)
            guard !claimed.isEmpty else { break }
            try expectEqual(claimed.count, min(1000, 3000 - seen.count), "claimed")
            seen += claimed.map(\.key.event)
        }
        try expectEqual(seen.count, 3000, "claimed in all")
        try expectEqual(Set(seen).count, 3000, "claimed once each")
    }

    private static func claimsNothingWhilePaused(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let pause = Pause(cause: .operator, by: "ann", why: "campaign stopped", at: bench.clock.now)
        try expect(try await bench.store.pause(destination: "main", pause: pause), "main is known")
        let claim = try await bench.store.claim(lane, limit: 10, now: bench.clock.now)
        try expect(claim.deliveries.isEmpty, "nothing is claimed")
        try expectEqual(claim.status.pause, pause, "the pause")
        _ = try await bench.store.resume(destination: "main", by: "ann", why: "", at: bench.clock.now)
        try expectEqual(try await bench.claim(lane).count, 2, "claimed after the resumption")
    }

    private static func isDueDespiteAClockSetBack(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        try await bench.enqueue(1)
        bench.clock.advance(by: .seconds(-3600))
        let claim = try await bench.store.claim(lane, limit: 10, now: bench.clock.now)
        if claim.deliveries.isEmpty {
            let next = try require(claim.nextDueAt, "the time it is due")
            try expect(next <= bench.clock.now + .seconds(3600), "it waits no longer than the clock was set back")
        }
    }
}
