import OutboxCore

extension StoreConformanceSuite {
    static let openingClaims = [
        StoreClaim("what is open is being sent", openIsBeingSent),
        StoreClaim("no attempt is opened at a destination that was paused meanwhile", opensNothingWhilePaused),
        StoreClaim("an attempt with a cancelled member is not opened", opensNothingCancelled),
        StoreClaim("a delivery cancelled and retried while it was held counts right", cancelledAndRetriedWhileHeld),
        StoreClaim("a delivery is a member of one open attempt alone", opensOnce),
        StoreClaim("several attempts are open at once", opensSeveral),
        StoreClaim("before deciding: what is settled leaves, the rest keeps its order", settlesWhileSending),
        StoreClaim("before deciding: when all is settled nothing is sent", settlesAllWhileSending),
    ]

    private static func openIsBeingSent(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(3)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.prefix(2).map(\.key), of: lane)
        let status = try await bench.status()
        try expectEqual(status.sending, 2, "being sent")
        try expectEqual(status.queued, 1, "queued")
        let delivery = try await bench.delivery(numbers[1])
        try expect(delivery.isBeingSent, "it is being sent")
        try expectEqual(delivery.attempts.map(\.id), [attempt], "its attempts")
        try expectEqual(delivery.attempts[0].position, 1, "its position")
        try expectEqual(delivery.attempts[0].events, 2, "events in the request")
        try expectEqual(delivery.attempts[0].openedAt, bench.clock.now, "opening time")
        try expectEqual(delivery.attempts[0].verdict, nil, "verdict")
        try expect(try await !bench.delivery(numbers[2]).isBeingSent, "the third is not being sent")
        try await bench.expectCountersAreTheTruth()
    }

    private static func opensNothingWhilePaused(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let other = try await bench.anotherProcess()
        let pause = Pause(cause: .operator, by: "ann", why: "", at: bench.clock.now)
        _ = try await other.pause(destination: "main", pause: pause)
        try expectEqual(try await bench.tryToOpen(claimed.map(\.key), of: lane), .paused, "opening while paused")
        try expectEqual(try await bench.status().sending, 0, "being sent")
        try expectEqual(try await bench.status().paused, 2, "standing still")
        _ = try await other.resume(destination: "main", by: "ann", why: "", at: bench.clock.now)
        _ = try await bench.open(claimed.map(\.key), of: lane)
    }

    private static func opensNothingCancelled(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(4)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let other = try await bench.anotherProcess()
        let selection = DeliverySelection(events: [numbers[1], numbers[2]])
        let result = try await other.change(
            selection, .cancel, isPreview: false, by: "ann", why: "refunded", now: bench.clock.now)
        try expectEqual(result.changed, 2, "cancelled though held: a claim is not a sending")
        let opening = try await bench.tryToOpen(claimed.map(\.key), of: lane)
        guard case .changed(let changed) = opening else { throw bench.unexpected("an opening gave \(opening)") }
        try expectEqual(Set(changed), [numbers[1], numbers[2]], "members that changed")
        try expectEqual(try await bench.status().sending, 0, "nothing was written")
        _ = try await bench.open([claimed[0].key, claimed[3].key], of: lane)
        try expectEqual(try await bench.status().cancelled, 2, "cancelled")
    }

    private static func cancelledAndRetriedWhileHeld(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let other = try await bench.anotherProcess()
        for change in [BulkChange.cancel, .retry(evenIfCountedTwice: false)] {
            let result = try await other.change(
                DeliverySelection(events: numbers), change, isPreview: false, by: "ann", why: "", now: bench.clock.now)
            try expectEqual(result.changed, 1, "changed by \(change)")
        }
        let opening = try await bench.tryToOpen(claimed.map(\.key), of: lane)
        switch opening {
        case .opened(let attempt):
            try await bench.expectCountersAreTheTruth()
            try await bench.close(attempt, of: lane, claimed.map { StoreWorkbench.outcome($0, .delivered(nil)) })
        case .changed(let changed):
            try expectEqual(changed, numbers, "members that changed")
            try expectEqual(try await bench.work(lane).count, 1, "claimed again as it is now")
        case .paused, .withdrawn:
            throw bench.unexpected("it is not paused, and nobody withdrew")
        }
        try await bench.expectCountersAreTheTruth()
        try expectEqual(try await bench.status().delivered, 1, "delivered")
    }

    private static func opensOnce(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        await bench.store.release(claimed.map(\.key.event), of: lane)
        try expect(try await bench.claim(lane).isEmpty, "a release does not free what is being sent")
        try await bench.close(attempt, of: lane, claimed.map { StoreWorkbench.outcome($0, .delivered(nil)) })
    }

    private static func opensSeveral(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(30)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempts = try await withThrowingTaskGroup(of: AttemptID.self) { group in
            for part in 0..<6 {
                let members = claimed[part * 5..<part * 5 + 5].map(\.key)
                group.addTask { try await bench.open(members, of: lane) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try expectEqual(Set(attempts).count, 6, "attempts")
        try expectEqual(try await bench.status().sending, 30, "being sent")
        try await bench.expectCountersAreTheTruth()
    }

    private static func settlesWhileSending(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(4)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane, beforeDeciding: true)
        try expectEqual(try await bench.status().sending, 4, "members of open attempts")
        _ = try await bench.store.send(
            attempt, of: lane,
            settled: [
                DeliveryOutcome(key: claimed[0].key, next: .skipped(.unmapped), detail: "no mapping"),
                DeliveryOutcome(key: claimed[2].key, next: .failed(.invalid), detail: "properties.value: missing"),
            ], sendings: [], at: bench.clock.now)
        let status = try await bench.status()
        try expectEqual([status.sending, status.skipped, status.failed], [2, 1, 1], "sending, skipped, failed")
        try await bench.expectCountersAreTheTruth()
        let rest = [claimed[1], claimed[3]]
        try await bench.close(attempt, of: lane, rest.map { StoreWorkbench.outcome($0, .delivered(nil)) })
        try expectEqual(try await bench.status().delivered, 2, "delivered")
        let positions = [
            try await bench.delivery(numbers[1]).attempts.map(\.position),
            try await bench.delivery(numbers[3]).attempts.map(\.position),
        ]
        try expectEqual(positions, [[0], [1]], "positions in the request that was sent")
        let skipped = try await bench.delivery(numbers[0])
        try expectEqual(skipped.state, .skipped, "state of what was settled")
        try expectEqual(skipped.reason, .unmapped, "reason of what was settled")
        try expectEqual(skipped.detail, "no mapping", "detail of what was settled")
    }

    private static func settlesAllWhileSending(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane, beforeDeciding: true)
        _ = try await bench.store.send(
            attempt, of: lane, settled: [DeliveryOutcome(key: claimed[0].key, next: .skipped(.filter))],
            sendings: [], at: bench.clock.now)
        try expectEqual(try await bench.status().sending, 0, "being sent")
        try await bench.kill(bench.store)
        let other = try await bench.anotherProcess()
        _ = try await bench.takeOver(by: other)
        try expectEqual(try await bench.status().skipped, 1, "skipped")
    }
}
