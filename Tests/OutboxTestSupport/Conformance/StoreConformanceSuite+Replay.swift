import OutboxCore

extension StoreConformanceSuite {
    static let replayClaims = [
        StoreClaim(
            "a replay brings delivered, skipped, failed and cancelled deliveries back in class bulk", replaysAll),
        StoreClaim("a replay within 47 hours keeps the time and the names it was sent with", keepsWhatWasSent),
        StoreClaim("a replay leaves what would count twice as it is", holdsTheDelivered),
        StoreClaim("a replay asked to count twice forgets what was sent", forgetsWhatWasSent),
        StoreClaim("what TikTok does not deduplicate is not replayed", holdsTheUndeduplicated),
        StoreClaim("what was sent to another event source is not replayed", holdsWhatWentElsewhere),
        StoreClaim("what was only validated is replayed at any time", replaysTheValidated),
        StoreClaim("what waits or is being sent is not replayed", leavesTheQueued),
        StoreClaim("a cancelled replay of what was delivered is delivered again", takesAReplayBack),
        StoreClaim("a cancelled replay is as delivered as it was", takesAReplayBackAsItWas),
        StoreClaim("a cancelled replay that was to count twice is held later", remembersWhatWasDelivered),
        StoreClaim("a preview of a replay counts and samples what would go", previewsAReplay),
        StoreClaim("older events get deliveries at a destination that was added later", routesLate),
        StoreClaim("late routing keeps to its selection, and leaves what waits for its fan-out", routesTheSelected),
        StoreClaim("late routing in steps makes each delivery once", routesMany),
        StoreClaim(
            "late routing leaves what another destination sent to the same event source", holdsWhatAnotherSent),
        StoreClaim("a claim in class bulk tells what other destinations sent of the event", tellsWhatOthersSent),
        StoreClaim("so does the claim of a retry, however it came to be one", tellsARetryWhatOthersSent),
        StoreClaim(
            "what waits elsewhere when an event is routed late is claimed in class bulk, but for what is being sent",
            tellsWhoeverWaitedWhatTheLateOneSent),
    ]

    private static let replay = BulkChange.replay(evenIfCountedTwice: false, undeduplicated: [])
    private static let day: Duration = .seconds(86_400)

    private static func change(
        _ bench: StoreWorkbench, _ change: BulkChange = replay, _ selection: DeliverySelection = DeliverySelection(),
        preview: Bool = false
    ) async throws -> BulkResult {
        try await bench.looking().change(
            selection, change, isPreview: preview, by: "ann", why: "because", now: bench.clock.now)
    }

    private static func figures(_ result: BulkResult) -> [Int] {
        [result.changed, result.held, result.left, result.beingSent]
    }

    private static func replaysAll(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(4)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, .delivered(nil), limit: 1)
        try await bench.work(lane, .failed(.rejected), limit: 1)
        let claimed = try await bench.claim(lane, 1)
        try await bench.store.settle(
            [StoreWorkbench.outcome(claimed[0], .skipped(.unmapped))], of: lane, at: bench.clock.now)
        _ = try await change(bench, .cancel, DeliverySelection(events: [numbers[3]]))
        try expectEqual(figures(try await change(bench)), [4, 0, 0, 0], "changed, held, left, being sent")
        let again = try await bench.claim(lane)
        try expectEqual(again.map(\.key.event), numbers, "claimed again")
        try expect(again.allSatisfy { $0.key.deliveryClass == .bulk && $0.attempts == 0 }, "in class bulk, anew")
        try expectEqual(try await bench.delivery(numbers[2]).reason, nil, "reason")
        let action = try require(try await bench.looking().operatorActions(limit: 1).first, "an action")
        try expectEqual([action.verb, action.why, "\(action.changed)"], ["replay", "because", "4"], "action")
    }

    private static func keepsWhatWasSent(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        let sentAt = bench.clock.now
        try await bench.work(lane)
        bench.clock.advance(by: day)
        _ = try await change(bench)
        let claimed = try await bench.claim(lane)
        try expectEqual(claimed.map(\.firstSentAt), [sentAt], "first sent at")
        let sentAs = Sending(tiktokEvent: "CompletePayment", sentEventID: "e0")
        try expectEqual(claimed.map(\.sentAs), [sentAs], "sent as")
        // Held by the worker under a new mapping: the names are still those that may have arrived.
        var outcome = StoreWorkbench.outcome(claimed[0], .failed(.mayCountTwice))
        outcome.tiktokEvent = "Purchase"
        try await bench.store.settle([outcome], of: lane, at: bench.clock.now)
        try expectEqual(try await bench.delivery(claimed[0].key.event).tiktokEvent, "CompletePayment", "name")
    }

    private static func holdsTheDelivered(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, limit: 1)
        bench.clock.advance(by: day * 2)
        try await bench.work(lane, limit: 1)
        for isPreview in [true, false] {
            let result = try await change(bench, preview: isPreview)
            try expectEqual(figures(result), [1, 1, 0, 0], "changed, held, left, being sent")
            try expectEqual(result.sample.map(\.number), [numbers[1]], "sample")
        }
        try expectEqual(try await bench.delivery(numbers[0]).state, .delivered, "state")
    }

    private static func forgetsWhatWasSent(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane)
        bench.clock.advance(by: day * 3)
        let asked = BulkChange.replay(evenIfCountedTwice: true, undeduplicated: ["main"])
        try expectEqual(figures(try await change(bench, asked)), [1, 0, 0, 0], "changed, held, left, being sent")
        let claimed = try await bench.claim(lane)
        try expectEqual(claimed.map(\.firstSentAt), [nil], "first sent at")
        try expectEqual(claimed.map(\.sentAs), [nil], "sent as")
        try expectEqual(claimed.map(\.evenIfCountedTwice), [true], "even if counted twice")
    }

    private static func holdsTheUndeduplicated(_ bench: StoreWorkbench) async throws {
        _ = try await bench.store.enqueue([bench.event(nil, producerID: "p"), bench.event("e")], fanOut: bench.fanOut)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane)
        let app = BulkChange.replay(evenIfCountedTwice: false, undeduplicated: ["main"])
        try expectEqual(figures(try await change(bench, app)), [0, 2, 0, 0], "app: changed, held, left, being sent")
        try expectEqual(figures(try await change(bench)), [1, 1, 0, 0], "web: changed, held, left, being sent")
    }

    private static func holdsWhatWentElsewhere(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        for pixel in ["it's A", "B"] {
            try await bench.enqueue(1, pixel)
            let claimed = try await bench.claim(lane)
            let attempt = try await bench.open(claimed.map(\.key), of: lane)
            var outcome = StoreWorkbench.outcome(claimed[0], .delivered(nil))
            outcome.eventSourceID = pixel
            try await bench.close(attempt, of: lane, [outcome])
        }
        for pixel in ["it's A", "B"] {
            let replay = BulkChange.replay(
                evenIfCountedTwice: false, undeduplicated: [], eventSourceIDs: ["main": pixel])
            try expectEqual(figures(try await change(bench, replay, preview: true)), [1, 1, 0, 0], "at \(pixel)")
        }
        let nowhere = BulkChange.replay(
            evenIfCountedTwice: false, undeduplicated: [], eventSourceIDs: ["main": "C", "second": "B"])
        try expectEqual(figures(try await change(bench, nowhere)), [0, 2, 0, 0], "at a new one")
    }

    private static func replaysTheValidated(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, .delivered(.validated))
        bench.clock.advance(by: day * 3)
        try expectEqual(figures(try await change(bench)), [1, 0, 0, 0], "changed, held, left, being sent")
        try expectEqual(try await bench.claim(lane).map(\.firstSentAt), [nil], "first sent at: it never counted")
    }

    private static func cancel(_ bench: StoreWorkbench, _ numbers: [EventNumber]) async throws {
        let result = try await change(bench, .cancel, DeliverySelection(events: numbers))
        try expectEqual(figures(result), [1, 0, 0, 0], "cancelled")
        try await bench.expectCountersAreTheTruth()
    }

    private static func takesAReplayBack(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, limit: 1)
        _ = try await change(bench, replay, DeliverySelection(events: [numbers[0]]))
        try expectEqual(figures(try await change(bench, .cancel)), [2, 0, 0, 0], "cancelled")
        try await bench.expectCountersAreTheTruth()
        let status = try await bench.status()
        try expectEqual(
            [status.delivered, status.cancelled, status.queued], [1, 1, 0], "delivered, cancelled, queued")
        let delivery = try await bench.delivery(numbers[0])
        try expectEqual(delivery.state, .delivered, "state")
        try expectEqual(delivery.reason, nil, "reason")
        try expectEqual(delivery.detail, "a replay was cancelled by ann: because", "detail")
    }

    private static func takesAReplayBackAsItWas(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        for reason in [DeliveryReason.warnings, .validated] {
            let numbers = try await bench.enqueue(1, reason.name)
            try await bench.work(lane, .delivered(reason))
            // Tried again once before it is cancelled.
            _ = try await change(bench, replay, DeliverySelection(events: numbers))
            try await bench.work(lane, .queued(.retry, dueAt: bench.clock.now))
            try await cancel(bench, numbers)
            let delivery = try await bench.delivery(numbers[0])
            try expectEqual(delivery.state, .delivered, "state")
            try expectEqual(delivery.reason, reason, "reason")
        }
    }

    private static func remembersWhatWasDelivered(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane)
        _ = try await change(bench, .replay(evenIfCountedTwice: true, undeduplicated: []))
        try await cancel(bench, numbers)
        bench.clock.advance(by: day * 2)
        try expectEqual(figures(try await change(bench)), [0, 1, 0, 0], "changed, held, left, being sent")
    }

    private static func leavesTheQueued(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(3)
        let lane = try await bench.takeOver().lane
        _ = try await bench.open(try await bench.claim(lane, 1).map(\.key), of: lane)
        try expectEqual(figures(try await change(bench)), [0, 0, 3, 0], "changed, held, left, being sent")
    }

    private static func previewsAReplay(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(400)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, limit: 150)
        bench.clock.advance(by: day * 2)
        try await bench.work(lane, limit: 250)
        let selection = DeliverySelection(destination: "main", states: [.delivered])
        let preview = try await change(bench, replay, selection, preview: true)
        try expectEqual(figures(preview), [250, 150, 0, 0], "changed, held, left, being sent")
        try expectEqual(preview.sample.map(\.number), Array(numbers[150..<155]), "sample")
        let done = try await change(bench, replay, selection)
        try expectEqual(figures(done), figures(preview), "changed, held, left, being sent")
        try expectEqual(done.sample.map(\.number), preview.sample.map(\.number), "sample")
    }

    // Late routing

    private static func route(
        _ bench: StoreWorkbench, _ selection: EventSelection = EventSelection(),
        _ replay: LateReplay = LateReplay(to: "second"), preview: Bool = false
    ) async throws -> BulkResult? {
        try await bench.looking().replay(
            selection, replay, isPreview: preview, by: "ann", why: "", now: bench.clock.now)
    }

    private static func routesLate(_ bench: StoreWorkbench) async throws {
        let shop = try await bench.enqueue(2)
        let orphan = try await bench.enqueue(1, "o", from: "orphan")
        _ = try await bench.enqueue(1, "b", from: "backend")
        try expectEqual(try await bench.report().unrouted, 1, "unrouted")
        for isPreview in [true, false] {
            let result = try require(try await route(bench, preview: isPreview), "second is known")
            try expectEqual([result.changed, result.left], [3, 1], "changed, left")
            try expectEqual(result.sample.map(\.number), shop + orphan, "sample")
        }
        try expectEqual(try await bench.report().unrouted, 0, "unrouted")
        let delivery = try await bench.delivery(shop[0], at: "second")
        try expectEqual(delivery.state, .queued, "state")
        try expectEqual(delivery.deliveryClass, .bulk, "class")
        try expectEqual(try await route(bench)?.changed, 0, "changed when all is done")
        let nowhere = try await route(bench, EventSelection(), LateReplay(to: "nowhere"))
        try expectEqual(nowhere, nil, "an unknown destination")
        let lane = try await bench.takeOver("second").lane
        try expectEqual(try await bench.claim(lane).count, 4, "claimed")
    }

    private static func send(
        _ bench: StoreWorkbench, _ lane: Lane, to pixel: String, as reason: DeliveryReason? = nil
    ) async throws {
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let outcomes = claimed.map { claimed in
            var outcome = StoreWorkbench.outcome(claimed, .delivered(reason))
            outcome.eventSourceID = pixel
            return outcome
        }
        try await bench.close(attempt, of: lane, outcomes)
    }

    private static func holdsWhatAnotherSent(_ bench: StoreWorkbench) async throws {
        _ = try await bench.store.enqueue([bench.event(nil, producerID: "p"), bench.event("e")], fanOut: bench.fanOut)
        let main = try await bench.takeOver().lane
        try await send(bench, main, to: "A")
        try await bench.enqueue(1, "test")
        try await send(bench, main, to: "A", as: .validated)
        let app = LateReplay(to: "second", eventSourceID: "A", isDeduplicated: false)
        let web = LateReplay(to: "second", eventSourceID: "A")
        let elsewhere = LateReplay(to: "second", eventSourceID: "B", isDeduplicated: false)
        let another = LateReplay(
            to: "second", eventSourceID: "A", isDeduplicated: false, tiktokEvents: ["Subscribe", "it's"])
        let same = LateReplay(
            to: "second", eventSourceID: "A", isDeduplicated: false, tiktokEvents: ["CompletePayment"])
        func figures(_ replay: LateReplay, preview: Bool = true) async throws -> [Int] {
            Self.figures(try require(try await route(bench, EventSelection(), replay, preview: preview), "known"))
        }
        let expected = [(app, 2), (web, 1), (elsewhere, 0), (another, 0), (same, 2)]
        for (replay, held) in expected {
            try expectEqual(try await figures(replay), [3 - held, held, 0, 0], "changed, held, left: \(replay)")
        }
        bench.clock.advance(by: day * 2)
        try expectEqual(try await figures(web), [1, 2, 0, 0], "two days later")
        try expectEqual(try await figures(web, preview: false), [1, 2, 0, 0], "done")
        try expectEqual(try await figures(web), [0, 2, 1, 0], "left")
        var force = app
        force.evenIfCountedTwice = true
        try expectEqual(try await figures(force, preview: false), [2, 0, 1, 0], "even if counted twice")
        let claimed = try await bench.claim(try await bench.takeOver("second").lane)
        try expectEqual(claimed.map(\.evenIfCountedTwice), [true, true, false], "even if counted twice")
    }

    private static func tellsWhatOthersSent(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        let sentAt = bench.clock.now
        let (main, second) = (try await bench.takeOver().lane, try await bench.takeOver("second").lane)
        try await send(bench, main, to: "A")
        _ = try await route(bench, EventSelection(events: numbers))
        let claimed = try await bench.claim(second)
        let sent = ClaimedDelivery.Twin(
            event: numbers[0], tiktokEvent: "CompletePayment", sentEventID: "e0", eventSourceID: "A",
            openedAt: sentAt)
        try expectEqual(claimed.map(\.elsewhere), [[sent]], "sent elsewhere")
        _ = try await bench.store.enqueue([bench.event("live", from: "backend")], fanOut: bench.fanOut)
        try await send(bench, main, to: "A")
        let live = try await bench.claim(second)
        try expectEqual(live.filter { $0.eventID == "live" }.map(\.elsewhere), [[]], "sent elsewhere of a live one")
    }

    private static func tellsWhoeverWaitedWhatTheLateOneSent(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(2)
        let (main, second) = (try await bench.takeOver().lane, try await bench.takeOver("second").lane)
        let held = try await bench.claim(main)
        try expectEqual(held.map(\.key.deliveryClass), [.live, .live], "class before")
        // The first is being sent already and the other one in hand when both are routed to one more.
        let attempt = try await bench.open([held[0].key], of: main)
        _ = try await route(bench, EventSelection(events: numbers))
        try await send(bench, second, to: "A")
        let result = try await bench.tryToOpen([held[1].key], of: main)
        try expectEqual(result, .changed([numbers[1]]), "the one in hand")
        try await bench.close(attempt, of: main, [StoreWorkbench.outcome(held[0], .delivered(nil))])
        let again = try await bench.claim(main)
        try expectEqual(again.map(\.key.event), [numbers[1]], "what is claimed again")
        try expectEqual(again.map(\.key.deliveryClass), [.bulk], "its class")
        try expectEqual(again.map { $0.elsewhere.map(\.event) }, [[numbers[1]]], "sent elsewhere")
    }

    private static func tellsARetryWhatOthersSent(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(2)
        let (main, second) = (try await bench.takeOver().lane, try await bench.takeOver("second").lane)
        try await send(bench, main, to: "A")
        _ = try await route(bench, EventSelection(events: numbers))
        let late = try await bench.claim(second)
        let ends: [DeliveryOutcome.Next] = [.queued(.retry, dueAt: bench.clock.now), .failed(.expired)]
        let attempt = try await bench.open(late.map(\.key), of: second)
        try await bench.close(attempt, of: second, zip(late, ends).map { StoreWorkbench.outcome($0, $1) })
        _ = try await change(bench, .retry(evenIfCountedTwice: false), DeliverySelection(destination: "second"))
        let claimed = try await bench.claim(second)
        try expectEqual(claimed.map(\.key.deliveryClass), [.retry, .retry], "class")
        try expectEqual(claimed.map { $0.elsewhere.map(\.event) }, claimed.map { [$0.key.event] }, "sent elsewhere")
    }

    private static func routesTheSelected(_ bench: StoreWorkbench) async throws {
        let early = try await bench.enqueue(2, "early")
        bench.clock.advance(by: day * 4)
        let late = try await bench.enqueue(1, "late")
        try await bench.enqueue(1, "view", name: "view_item")
        try await bench.enqueue(1, "o", from: "orphan")
        _ = try await bench.store.enqueue([bench.event("unrouted")], fanOut: nil)
        let selection = EventSelection(sources: ["shop"], eventName: "purchase", since: bench.clock.now)
        let result = try require(try await route(bench, selection), "second is known")
        try expectEqual([result.changed, result.left], [1, 1], "changed, left")
        try expectEqual(result.sample.map(\.number), late, "sample")
        let named = try await route(bench, EventSelection(events: [early[1], early[1]]))
        try expectEqual(named?.changed, 1, "changed by number")
        let rest = try await route(bench, EventSelection(sources: []))
        try expectEqual([rest?.changed, rest?.left], [0, 0], "changed, left of no source")
    }

    private static func routesMany(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(600)
        let lane = try await bench.takeOver("second").lane
        async let first = route(bench)
        async let second = route(bench)
        let results = [try await first, try await second].compactMap { $0 }
        try expectEqual(results.reduce(0) { $0 + $1.changed }, 600, "changed by both")
        try expectEqual(try await bench.claim(lane, 1000).count, 600, "claimed")
    }
}
