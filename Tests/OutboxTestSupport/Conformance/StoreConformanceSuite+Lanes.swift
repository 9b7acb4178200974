import OutboxCore

extension StoreConformanceSuite {
    static let laneClaims = [
        StoreClaim("a lane has one owner at a time", hasOneOwner),
        StoreClaim("lanes of two destinations are worked by two processes", lanesAreIndependent),
        StoreClaim("the epoch grows at every change of owner", epochGrows),
        StoreClaim("a take-over tells a crash from an orderly end", tellsCrashes),
        StoreClaim("what was claimed by a killed owner is due again at once", forgetsClaimsOfTheKilled),
        StoreClaim("what was claimed when the lane was given back is due again", forgetsClaimsAtGiveBack),
        StoreClaim("rate and token digest are kept for the next owner", keepsRateAndDigest),
        StoreClaim("how far the clock jumped ahead is kept for the next owner", keepsJumps),
        StoreClaim("a hurry reaches the owner", hurries),
    ]

    static let fenceClaims = [
        StoreClaim("an owner of the past opens nothing", pastOwnersOpenNothing),
        StoreClaim("an owner of the past closes nothing", pastOwnersCloseNothing),
        StoreClaim("an owner of the past settles nothing", pastOwnersSettleNothing),
        StoreClaim("an owner of the past sends nothing", pastOwnersSendNothing),
        StoreClaim("an owner of the past claims nothing", pastOwnersClaimNothing),
        StoreClaim("an owner of the past keeps no rate and sets no pause", pastOwnersKeepNothing),
        StoreClaim("giving back twice does not disturb the next owner", givesBackOnce),
    ]

    private static func hasOneOwner(_ bench: StoreWorkbench) async throws {
        _ = try await bench.takeOver()
        let other = try await bench.anotherProcess()
        do {
            _ = try await bench.takeOver(by: other)
            throw bench.unexpected("a second owner was let in")
        } catch StoreError.laneOwned(let destination, let owner) {
            try expectEqual(destination, try bench.destination("main"), "the lane")
            try expectEqual(owner, "host:1 serve", "the owner's name")
        }
        try await bench.kill(bench.store)
        _ = try await bench.takeOver(by: other)
    }

    private static func lanesAreIndependent(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2, from: "backend")
        let other = try await bench.anotherProcess()
        let main = try await bench.takeOver("main").lane
        let second = try await bench.takeOver("second", by: other).lane
        try expectEqual(try await bench.work(main).count, 2, "worked at main")
        try expectEqual(try await bench.work(second, by: other).count, 2, "worked at second")
    }

    private static func epochGrows(_ bench: StoreWorkbench) async throws {
        let first = try await bench.takeOver().lane
        try await bench.store.giveBack(first, at: bench.clock.now)
        let second = try await bench.takeOver().lane
        try expect(second.epoch > first.epoch, "the epoch after an orderly end")
        try await bench.kill(bench.store)
        let other = try await bench.anotherProcess()
        bench.clock.advance(by: .seconds(-3600))
        let third = try await bench.takeOver(by: other).lane
        try expect(third.epoch > second.epoch, "the epoch after a kill and a clock set back")
    }

    private static func tellsCrashes(_ bench: StoreWorkbench) async throws {
        let first = try await bench.takeOver()
        try expect(!first.followsCrash, "there was no owner before")
        try await bench.store.giveBack(first.lane, at: bench.clock.now)
        let second = try await bench.takeOver()
        try expect(!second.followsCrash, "the owner before gave it back")
        try await bench.kill(bench.store)
        let other = try await bench.anotherProcess()
        try expect(try await bench.takeOver(by: other).followsCrash, "the owner before was killed")
    }

    private static func forgetsClaimsOfTheKilled(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(4)
        let lane = try await bench.takeOver().lane
        try expectEqual(try await bench.claim(lane).count, 4, "claimed")
        try await bench.kill(bench.store)
        let other = try await bench.anotherProcess()
        let next = try await bench.takeOver(by: other)
        try expectEqual(next.unknownAttempts, 0, "unknown attempts")
        let claimed = try await bench.claim(next.lane, by: other)
        try expectEqual(claimed.map(\.key.event), numbers, "claimed by the next owner")
        try expect(claimed.allSatisfy { $0.losses == 0 }, "a claim alone is no loss")
    }

    private static func forgetsClaimsAtGiveBack(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(4)
        let lane = try await bench.takeOver().lane
        _ = try await bench.claim(lane)
        try await bench.store.giveBack(lane, at: bench.clock.now)
        let again = try await bench.takeOver().lane
        try expectEqual(try await bench.claim(again).map(\.key.event), numbers, "claimed again")
    }

    private static func keepsRateAndDigest(_ bench: StoreWorkbench) async throws {
        let first = try await bench.takeOver()
        try expectEqual(first.status, LaneStatus(), "status of a lane that was never worked")
        try await bench.store.keep(rate: 12.5, tokenDigest: "0123456789abcdef", of: first.lane)
        try await bench.kill(bench.store)
        let other = try await bench.anotherProcess()
        let second = try await bench.takeOver(by: other)
        try expectEqual(second.status.rate, 12.5, "rate")
        try expectEqual(second.status.tokenDigest, "0123456789abcdef", "token digest")
        try await other.keep(rate: nil, tokenDigest: "ffff456789abcdef", of: second.lane)
        let status = try await other.claim(second.lane, limit: 1, now: bench.clock.now).status
        try expectEqual(status.rate, nil, "rate as configured")
        try expectEqual(status.tokenDigest, "ffff456789abcdef", "token digest")
    }

    private static func keepsJumps(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        try await bench.store.keep(skippedMilliseconds: 5000, of: lane)
        let claimed = try await bench.claim(lane)
        let opening = AttemptOpening(
            lane: lane, configuration: nil, openedAt: bench.clock.now, members: claimed.map(\.key),
            skippedMilliseconds: 5001)
        guard case .opened = try await bench.store.open(opening) else {
            return try expectEqual("not opened", "opened", "the attempt")
        }
        let (store, takeOver) = try await succeed(bench.store, bench)
        try expectEqual(takeOver.status.skippedMilliseconds, 5000, "skipped")
        let again = try await bench.claim(takeOver.lane, by: store)
        try expectEqual(again.map(\.pausedMillisecondsAtFirstOpening), [5001], "not counted at the first opening")
    }

    private static func hurries(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        let other = try await bench.anotherProcess()
        bench.clock.advance(by: .seconds(10))
        try await other.hurry(destinations: ["main", "nobody"], at: bench.clock.now)
        let status = try await bench.store.claim(lane, limit: 1, now: bench.clock.now).status
        try expectEqual(status.hurryRequestedAt, bench.clock.now, "time of the hurry")
    }

    // Fences

    /// A lane that has moved on: its owner gave it back while an attempt was open, and another process works it.
    private static func lostLane(_ bench: StoreWorkbench) async throws -> LostLane {
        try await bench.enqueue(3)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open([claimed[0].key], of: lane)
        try await bench.store.giveBack(lane, at: bench.clock.now)
        let other = try await bench.anotherProcess()
        let next = try await bench.takeOver(by: other)
        try expectEqual(next.unknownAttempts, 1, "attempts whose outcome is unknown")
        return LostLane(lane: lane, claimed: claimed, attempt: attempt, nextOwner: other, nextLane: next.lane)
    }

    private struct LostLane {
        var lane: Lane
        var claimed: [ClaimedDelivery]
        var attempt: AttemptID
        var nextOwner: any CompleteStore
        var nextLane: Lane
    }

    private static func expectUntouched(_ lost: LostLane, _ bench: StoreWorkbench) async throws {
        let claimed = try await bench.claim(lost.nextLane, by: lost.nextOwner)
        try expectEqual(
            Set(claimed.map(\.key.event)), Set(lost.claimed.map(\.key.event)), "what the next owner claims")
        let status = try await bench.status()
        try expectEqual(status.queued + status.retrying, 3, "waiting")
        try expectEqual(status.sending, 0, "being sent")
    }

    private static func pastOwnersOpenNothing(_ bench: StoreWorkbench) async throws {
        let lost = try await lostLane(bench)
        try await bench.expectLaneLost("an opening") {
            _ = try await bench.tryToOpen([lost.claimed[1].key], of: lost.lane)
        }
        try await expectUntouched(lost, bench)
    }

    private static func pastOwnersCloseNothing(_ bench: StoreWorkbench) async throws {
        let lost = try await lostLane(bench)
        let pause = Pause(cause: .credentials, by: "outbox", why: "40105", at: bench.clock.now)
        try await bench.expectLaneLost("a closing") {
            try await bench.close(
                lost.attempt, of: lost.lane, [StoreWorkbench.outcome(lost.claimed[0], .delivered(nil))], pause: pause)
        }
        try await expectUntouched(lost, bench)
        try expectEqual(try await bench.status().pause, nil, "pause")
        let attempts = try await bench.delivery(lost.claimed[0].key.event).attempts
        try expectEqual(attempts.map(\.verdict), [.unknown], "verdict of the late answer's attempt")
    }

    private static func pastOwnersSettleNothing(_ bench: StoreWorkbench) async throws {
        let lost = try await lostLane(bench)
        try await bench.expectLaneLost("a settlement") {
            try await bench.store.settle(
                [DeliveryOutcome(key: lost.claimed[1].key, next: .skipped(.filter))], of: lost.lane,
                at: bench.clock.now)
        }
        try await expectUntouched(lost, bench)
    }

    private static func pastOwnersSendNothing(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane, beforeDeciding: true)
        try await bench.store.giveBack(lane, at: bench.clock.now)
        let other = try await bench.anotherProcess()
        let next = try await bench.takeOver(by: other).lane
        try await bench.expectLaneLost("a sending") {
            _ = try await bench.store.send(
                attempt, of: lane, settled: [DeliveryOutcome(key: claimed[0].key, next: .skipped(.filter))],
                sendings: [], at: bench.clock.now)
        }
        try expectEqual(try await bench.claim(next, by: other).count, 2, "claimed by the next owner")
    }

    private static func pastOwnersClaimNothing(_ bench: StoreWorkbench) async throws {
        let lost = try await lostLane(bench)
        try await bench.expectLaneLost("a claim") { _ = try await bench.claim(lost.lane) }
        await bench.store.release(lost.claimed.map(\.key.event), of: lost.lane)
        try await expectUntouched(lost, bench)
    }

    private static func pastOwnersKeepNothing(_ bench: StoreWorkbench) async throws {
        let lost = try await lostLane(bench)
        try await bench.expectLaneLost("a jump") {
            try await bench.store.keep(skippedMilliseconds: 1, of: lost.lane)
        }
        try await bench.expectLaneLost("a rate") {
            try await bench.store.keep(rate: 1, tokenDigest: nil, of: lost.lane)
        }
        let pause = Pause(cause: .credentials, by: "outbox", why: "40105", at: bench.clock.now)
        try await bench.expectLaneLost("a pause") {
            try await bench.store.setPause(pause, of: lost.lane, at: bench.clock.now)
        }
        let status = try await lost.nextOwner.claim(lost.nextLane, limit: 1, now: bench.clock.now).status
        try expectEqual(status.rate, nil, "rate")
        try expectEqual(status.pause, nil, "pause")
    }

    private static func givesBackOnce(_ bench: StoreWorkbench) async throws {
        let lost = try await lostLane(bench)
        try? await bench.store.giveBack(lost.lane, at: bench.clock.now)
        try await expectUntouched(lost, bench)
        try await bench.kill(lost.nextOwner)
        let third = try await bench.anotherProcess()
        try expect(try await bench.takeOver(by: third).followsCrash, "the owner before was killed")
    }
}
