import OutboxCore

extension StoreConformanceSuite {
    static let retryClaims = [
        StoreClaim("a retry brings failed and cancelled deliveries back", retriesFailedAndCancelled),
        StoreClaim("a retry leaves what was delivered or skipped", leavesDeliveredAndSkipped),
        StoreClaim("a retry starts the count of attempts and losses anew", retriesAnew),
        StoreClaim("what may count twice is retried only when asked so", holdsWhatMayCountTwice),
        StoreClaim("a later retry takes the operator's word on counting twice back", forgetsTheOperatorsWord),
        StoreClaim("a preview changes nothing", previewsOnly),
        StoreClaim("a change of many deliveries goes in steps and counts right", changesMany),
        StoreClaim("a change keeps to its selection", changesTheSelected),
        StoreClaim("a retry reaches the worker at once", retriedIsDue),
    ]

    static let cancelClaims = [
        StoreClaim("a cancelled delivery is not sent", cancelsTheQueued),
        StoreClaim("what may have arrived before it was cancelled is counted", countsWhatMayHaveArrived),
        StoreClaim("what is being sent is not cancelled", leavesWhatIsBeingSent),
        StoreClaim("one destination's delivery is cancelled, the other's goes", cancelsAtOneDestination),
        StoreClaim("cancelling beside a worker ends each delivery once", cancelsBesideAWorker),
    ]

    private static func change(
        _ bench: StoreWorkbench, _ change: BulkChange, _ selection: DeliverySelection, preview: Bool = false
    ) async throws -> BulkResult {
        try await bench.looking().change(
            selection, change, isPreview: preview, by: "ann", why: "because", now: bench.clock.now)
    }

    private static let retry = BulkChange.retry(evenIfCountedTwice: false)

    private static func retriesFailedAndCancelled(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(4)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, .failed(.rejected), limit: 2)
        _ = try await change(bench, .cancel, DeliverySelection(events: [numbers[2]]))
        let failed = try await change(bench, retry, DeliverySelection(destination: "main", states: [.failed]))
        try expectEqual([failed.changed, failed.left, failed.beingSent], [2, 0, 0], "changed, left, being sent")
        try expectEqual(Set(failed.sample.map(\.number)), Set(numbers.prefix(2)), "sample")
        let cancelled = try await change(bench, retry, DeliverySelection(states: [.cancelled]))
        try expectEqual(cancelled.changed, 1, "changed")
        let status = try await bench.status()
        try expectEqual([status.queued, status.retrying], [1, 3], "queued, retrying")
        let delivery = try await bench.delivery(numbers[0])
        try expectEqual(delivery.reason, nil, "reason")
        try expectEqual(delivery.deliveryClass, .retry, "class")
        try expectEqual(delivery.attempts.count, 1, "attempts stay on record")
        try expectEqual(try await bench.work(lane).count, 4, "worked")
        let nothing = try await change(bench, retry, DeliverySelection(states: [.failed, .cancelled]))
        try expectEqual(nothing.changed, 0, "changed when all is done")
    }

    private static func leavesDeliveredAndSkipped(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(3)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, .delivered(nil), limit: 1)
        try await bench.work(lane, .skipped(.filter), limit: 1)
        let result = try await change(bench, retry, DeliverySelection(events: numbers))
        try expectEqual([result.changed, result.left, result.beingSent], [0, 3, 0], "changed, left, being sent")
        try expect(result.sample.isEmpty, "nothing to sample")
    }

    private static func retriesAnew(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        let first = try await bench.takeOver().lane
        _ = try await bench.open(try await bench.claim(first).map(\.key), of: first)
        let (store, takeOver) = try await succeed(bench.store, bench)
        let sentAt = bench.clock.now
        try await bench.work(takeOver.lane, .failed(.expired), by: store)
        bench.clock.advance(by: .seconds(3600))
        _ = try await change(bench, retry, DeliverySelection(events: numbers))
        let claimed = try require(try await bench.claim(takeOver.lane, by: store).first, "the retried delivery")
        try expectEqual(claimed.attempts, 0, "attempts spent")
        try expectEqual(claimed.losses, 0, "losses")
        try expectEqual(claimed.firstOpenedAt, nil, "first opening: the time for retries starts anew")
        try expectEqual(claimed.firstSentAt, sentAt, "first sending: promise 3 does not")
        try expectEqual(claimed.dueAt, bench.clock.now, "due time")
    }

    private static func holdsWhatMayCountTwice(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(2)
        let lane = try await bench.takeOver(mayResend: false).lane
        _ = try await bench.open(try await bench.claim(lane, 1).map(\.key), of: lane)
        let (store, takeOver) = try await succeed(bench.store, bench, mayResend: false)
        let next = takeOver.lane
        try await bench.work(next, .failed(.rejected), by: store)
        let careful = try await change(bench, retry, DeliverySelection(states: [.failed]))
        try expectEqual([careful.changed, careful.left], [1, 1], "changed, left")
        try expectEqual(try await bench.delivery(numbers[0]).reason, .mayCountTwice, "reason")
        let asked = try await change(
            bench, .retry(evenIfCountedTwice: true), DeliverySelection(states: [.failed], reasons: [.mayCountTwice]))
        try expectEqual([asked.changed, asked.left], [1, 0], "changed, left")
        let claimed = try await bench.claim(next, by: store)
        let held = try require(claimed.first { $0.key.event == numbers[0] }, "the delivery that was held")
        try expectEqual(held.firstSentAt, nil, "first sending: it may be sent as if it never was")
        try expectEqual(held.evenIfCountedTwice, true, "the operator's word")
        let other = try require(claimed.first { $0.key.event == numbers[1] }, "the other delivery")
        try expectEqual(other.evenIfCountedTwice, false, "the operator's word for the other one")
    }

    private static func forgetsTheOperatorsWord(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        for word in [true, false] {
            try await bench.work(lane, .failed(.rejected))
            _ = try await change(bench, .retry(evenIfCountedTwice: word), DeliverySelection(events: numbers))
            let claimed = try await bench.claim(lane)
            try expectEqual(claimed.map(\.evenIfCountedTwice), [word], "the operator's word")
            await bench.store.release(numbers, of: lane)
        }
    }

    private static func previewsOnly(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(30)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, .failed(.rejected), limit: 20)
        let selection = DeliverySelection(destination: "main", states: [.failed])
        let preview = try await change(bench, retry, selection, preview: true)
        try expectEqual(preview.changed, 20, "would change")
        try expect((1...20).contains(preview.sample.count), "a sample of a few")
        try expectEqual(try await bench.status().failed, 20, "failed")
        let real = try await change(bench, retry, selection)
        try expectEqual(real, preview, "the real change does what the preview said")
    }

    private static func changesMany(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1300, from: "backend", deliveryClass: .bulk)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, .failed(.rejected), limit: 600)
        try await bench.work(lane, .failed(.invalid), limit: 600)
        let retried = try await change(bench, retry, DeliverySelection(destination: "main", states: [.failed]))
        try expectEqual(retried.changed, 1200, "retried")
        try await bench.expectCountersAreTheTruth()
        let cancelled = try await change(bench, .cancel, DeliverySelection(destination: "main"))
        try expectEqual(cancelled.changed, 1300, "cancelled")
        try expectEqual(try await bench.status("main").cancelled, 1300, "cancelled at main")
        try expectEqual(try await bench.status("second").queued, 1300, "queued at second")
    }

    private static func changesTheSelected(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2, "a", name: "view_item")
        bench.clock.advance(by: .seconds(60))
        let since = bench.clock.now
        try await bench.enqueue(2, "b", name: "view_item")
        try await bench.enqueue(2, "c", name: "purchase")
        let result = try await change(bench, .cancel, DeliverySelection(eventName: "view_item", since: since))
        try expectEqual(result.changed, 2, "cancelled")
        let nobody = try await change(bench, .cancel, DeliverySelection(destination: "nobody"))
        try expectEqual([nobody.changed, nobody.left], [0, 0], "changed, left at an unknown destination")
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, .failed(.rejected), limit: 2)
        try await bench.work(lane, .failed(.expired), limit: 2)
        let expired = try await change(bench, retry, DeliverySelection(reasons: [.expired]))
        try expectEqual(expired.changed, 2, "retried of the expired")
        try expectEqual(try await bench.status().failed, 2, "failed")
    }

    private static func retriedIsDue(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, .failed(.rejected))
        let signals = bench.store.changes()
        _ = try await change(bench, retry, DeliverySelection(events: numbers))
        let clock = ContinuousClock()
        let start = clock.now
        for await _ in signals where try await !bench.work(lane).isEmpty { break }
        try expect(clock.now - start < .seconds(2.5), "the worker should hear at once, not after \(clock.now - start)")
    }

    // Cancelling

    private static func cancelsTheQueued(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(3)
        let result = try await change(bench, .cancel, DeliverySelection(events: [numbers[1]]))
        try expectEqual([result.changed, result.left], [1, 0], "changed, left")
        let lane = try await bench.takeOver().lane
        try expectEqual(try await bench.work(lane).map(\.key.event), [numbers[0], numbers[2]], "sent")
        let again = try await change(bench, .cancel, DeliverySelection(events: numbers))
        try expectEqual([again.changed, again.left], [0, 3], "changed, left")
        try expectEqual(try await bench.delivery(numbers[1]).state, .cancelled, "state")
    }

    private static func countsWhatMayHaveArrived(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let sentAt = bench.clock.now
        try await bench.work(lane, .queued(.retry, dueAt: sentAt), limit: 1)
        let result = try await change(bench, .cancel, DeliverySelection(events: numbers))
        try expectEqual([result.changed, result.mayHaveArrived], [2, 1], "changed, may have arrived")
        try expectEqual(try await bench.delivery(numbers[0]).firstSentAt, sentAt, "first sending")
        try expectEqual(try await bench.delivery(numbers[1]).firstSentAt, nil, "first sending of what never left")
    }

    private static func leavesWhatIsBeingSent(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(5)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane, 3)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let result = try await change(bench, .cancel, DeliverySelection(destination: "main", states: [.queued]))
        try expectEqual([result.changed, result.left, result.beingSent], [2, 0, 3], "changed, left, being sent")
        try expectEqual(try await bench.delivery(numbers[0]).state, .queued, "state of what is being sent")
        let one = try await change(bench, .cancel, DeliverySelection(events: [numbers[0]]))
        try expectEqual([one.changed, one.beingSent], [0, 1], "changed, being sent")
        try await bench.close(attempt, of: lane, claimed.map { StoreWorkbench.outcome($0, .delivered(nil)) })
        try expectEqual(try await bench.status().delivered, 3, "delivered")
    }

    private static func cancelsAtOneDestination(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1, from: "backend")
        let result = try await change(bench, .cancel, DeliverySelection(events: numbers, destination: "second"))
        try expectEqual(result.changed, 1, "changed")
        try expectEqual(try await bench.delivery(numbers[0], at: "main").state, .queued, "state at main")
        try expectEqual(try await bench.delivery(numbers[0], at: "second").state, .cancelled, "state at second")
    }

    private static func cancelsBesideAWorker(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(700)
        let lane = try await bench.takeOver().lane
        let other = try await bench.anotherProcess()
        async let cancelled = other.change(
            DeliverySelection(destination: "main"), .cancel, isPreview: false, by: "ann", why: "", now: bench.clock.now)
        var delivered = 0
        while true {
            var claimed = try await bench.claim(lane, 50)
            guard !claimed.isEmpty else { break }
            while !claimed.isEmpty {
                let opening = try await bench.tryToOpen(claimed.map(\.key), of: lane)
                if case .changed(let changed) = opening { claimed.removeAll { changed.contains($0.key.event) } }
                guard case .opened(let attempt) = opening else { continue }
                try await bench.close(attempt, of: lane, claimed.map { StoreWorkbench.outcome($0, .delivered(nil)) })
                delivered += claimed.count
                claimed = []
            }
        }
        let result = try await cancelled
        let status = try await bench.status()
        try expectEqual([status.delivered, status.cancelled], [delivered, result.changed], "delivered, cancelled")
        // What was being sent when the change came by went out.
        try expectEqual(status.delivered + status.cancelled, 700, "ended")
    }
}
