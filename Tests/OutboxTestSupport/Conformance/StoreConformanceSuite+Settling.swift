import OutboxCore

extension StoreConformanceSuite {
    static let settlingClaims = [
        StoreClaim("what is not sent is recorded without an attempt", settlesWithoutAttempt),
        StoreClaim("what is settled back into the queue may be claimed again", settlesIntoTheQueue),
        StoreClaim("a delivery that was cancelled meanwhile stays cancelled", leavesTheCancelled),
        StoreClaim("a delivery that was changed and changed back meanwhile counts right", leavesTheChanged),
        StoreClaim("many settlements at once are all recorded", settlesAtOnce),
    ]

    private static func settlesWithoutAttempt(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(3)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        try await bench.store.settle(
            [
                DeliveryOutcome(
                    key: claimed[0].key, next: .skipped(.filter), detail: "filters[0]: user.id", tiktokEvent: "Purchase"
                ),
                DeliveryOutcome(key: claimed[1].key, next: .failed(.mayCountTwice), detail: "pixel twin"),
                DeliveryOutcome(key: claimed[2].key, next: .skipped(.dryRun)),
            ], of: lane, at: bench.clock.now)
        let status = try await bench.status()
        try expectEqual([status.skipped, status.dryRun, status.failed], [1, 1, 1], "skipped, dry run, failed")
        let skipped = try await bench.delivery(numbers[0])
        try expectEqual(skipped.state, .skipped, "state")
        try expectEqual(skipped.reason, .filter, "reason")
        try expectEqual(skipped.detail, "filters[0]: user.id", "detail")
        try expectEqual(skipped.tiktokEvent, "Purchase", "TikTok event")
        try expect(skipped.attempts.isEmpty, "no attempt was made")
        try expectEqual(skipped.attemptsSpent, 0, "attempts spent")
        try expect(try await bench.claim(lane).isEmpty, "nothing is left")
    }

    private static func settlesIntoTheQueue(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        try await bench.store.settle(
            claimed.map { DeliveryOutcome(key: $0.key, next: .queued(.retry, dueAt: bench.clock.now)) }, of: lane,
            at: bench.clock.now)
        try expectEqual(try await bench.status().retrying, 2, "retrying")
        let again = try await bench.claim(lane)
        try expectEqual(again.map(\.key.deliveryClass), [.retry, .retry], "classes claimed")
    }

    private static func leavesTheCancelled(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let other = try await bench.anotherProcess()
        _ = try await other.change(
            DeliverySelection(events: [numbers[0]]), .cancel, isPreview: false, by: "ann", why: "",
            now: bench.clock.now)
        try await bench.store.settle(
            claimed.map { DeliveryOutcome(key: $0.key, next: .skipped(.filter)) }, of: lane, at: bench.clock.now)
        try expectEqual(try await bench.delivery(numbers[0]).state, .cancelled, "state of the cancelled one")
        try expectEqual(try await bench.delivery(numbers[1]).state, .skipped, "state of the other one")
        try await bench.expectCountersAreTheTruth()
        _ = try await other.change(
            DeliverySelection(events: [numbers[0]]), .retry(evenIfCountedTwice: false), isPreview: false, by: "ann",
            why: "", now: bench.clock.now)
        try expectEqual(try await bench.claim(lane).map(\.key.event), [numbers[0]], "claimed: it is not held any more")
    }

    private static func leavesTheChanged(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let other = try await bench.anotherProcess()
        for change in [BulkChange.cancel, .retry(evenIfCountedTwice: false)] {
            _ = try await other.change(
                DeliverySelection(events: numbers), change, isPreview: false, by: "ann", why: "", now: bench.clock.now)
        }
        try await bench.store.settle(
            claimed.map { DeliveryOutcome(key: $0.key, next: .skipped(.filter)) }, of: lane, at: bench.clock.now)
        try await bench.expectCountersAreTheTruth()
        let left = try await bench.claim(lane)
        let status = try await bench.status()
        try expectEqual(left.count + status.skipped, 1, "it is skipped, or claimable as it is now")
    }

    private static func settlesAtOnce(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(40)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for delivery in claimed {
                group.addTask {
                    try await bench.store.settle(
                        [DeliveryOutcome(key: delivery.key, next: .skipped(.consent))], of: lane, at: bench.clock.now)
                }
            }
            try await group.waitForAll()
        }
        try expectEqual(try await bench.status().skipped, 40, "skipped")
    }
}
