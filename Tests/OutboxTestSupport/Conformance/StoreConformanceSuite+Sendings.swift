import OutboxCore

extension StoreConformanceSuite {
    static let sendingClaims = [
        StoreClaim("an unknown outcome keeps what its attempt said each member is", keepsWhatWasSaid),
        StoreClaim("decided after the opening, it keeps that as well", keepsWhatWasSaidLater),
        StoreClaim("an unknown outcome of what was sent without event_id is held", holdsWhatWasSentWithoutID),
        StoreClaim("an unknown outcome of what was sent with a mapped event_id is sent again", resendsTheMapped),
        StoreClaim("an unknown outcome under a test code holds nothing back", forgetsTheTested),
        StoreClaim("the first of several unknown outcomes says what it was sent as", keepsTheFirst),
        StoreClaim("what did not arrive does not say what a later unknown outcome was sent as", forgetsTheRefused),
        StoreClaim("what was answered keeps where it was sent to", keepsWhereItWasSent),
        StoreClaim("a twin tells where it was sent to", tellsWhereTheTwinWent),
    ]

    private static func sending(_ id: String?, _ name: String = "Purchase", to pixel: String = "A") -> Sending {
        Sending(eventSourceID: pixel, tiktokEvent: name, sentEventID: id)
    }

    private static func open(
        _ claimed: [ClaimedDelivery], as sendings: [Sending], of lane: Lane, _ bench: StoreWorkbench,
        by store: (any CompleteStore)? = nil
    ) async throws {
        let opening = AttemptOpening(
            lane: lane, configuration: bench.registry.configuration, openedAt: bench.clock.now,
            members: claimed.map(\.key), sendings: sendings)
        let result = try await (store ?? bench.store).open(opening)
        guard case .opened = result else { return try expectEqual("\(result)", "opened", "the opening") }
    }

    private static func keepsWhatWasSaid(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(4)
        let lane = try await bench.takeOver().lane
        let sendings = [
            sending("e0"), sending("mapped"), sending("e2", "ViewContent"), sending("e3", to: "B"),
        ]
        try await open(try await bench.claim(lane), as: sendings, of: lane, bench)
        let (store, takeOver) = try await succeed(bench.store, bench)
        let again = try await bench.claim(takeOver.lane, by: store).sorted { $0.key.event < $1.key.event }
        try expectEqual(again.map(\.key.event), numbers, "claimed again")
        try expectEqual(again.map(\.sentAs), sendings, "sent as")
        try expectEqual(try await bench.delivery(numbers[1]).sentEventID, "mapped", "shown event_id")
    }

    private static func keepsWhatWasSaidLater(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(3)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane, beforeDeciding: true)
        _ = try await bench.store.send(
            attempt, of: lane, settled: [DeliveryOutcome(key: claimed[1].key, next: .skipped(.filter))],
            sendings: [sending("e0"), sending("other")], at: bench.clock.now)
        let (store, takeOver) = try await succeed(bench.store, bench)
        let again = try await bench.claim(takeOver.lane, by: store).sorted { $0.key.event < $1.key.event }
        try expectEqual(again.map(\.key.event), [numbers[0], numbers[2]], "claimed again")
        try expectEqual(again.map(\.sentAs), [sending("e0"), sending("other")], "sent as")
    }

    private static func holdsWhatWasSentWithoutID(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        try await open(try await bench.claim(lane), as: [sending(nil)], of: lane, bench)
        _ = try await succeed(bench.store, bench)
        try expectEqual(try await bench.delivery(numbers[0]).reason, .mayCountTwice, "reason")
    }

    private static func resendsTheMapped(_ bench: StoreWorkbench) async throws {
        _ = try await bench.store.enqueue([bench.event(nil, producerID: "p")], fanOut: bench.fanOut)
        let lane = try await bench.takeOver().lane
        try await open(try await bench.claim(lane), as: [sending("mapped")], of: lane, bench)
        let (store, takeOver) = try await succeed(bench.store, bench)
        try expectEqual(
            try await bench.claim(takeOver.lane, by: store).map(\.sentAs), [sending("mapped")], "sent as")
    }

    private static func forgetsTheTested(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.store.enqueue(
            [bench.event("e"), bench.event(nil, producerID: "p")], fanOut: bench.fanOut
        ).map(\.number)
        let lane = try await bench.takeOver(mayResend: false).lane
        let sendings = ["e", nil].map { id in
            Sending(eventSourceID: "A", tiktokEvent: "Purchase", sentEventID: id, isTest: true)
        }
        try await open(try await bench.claim(lane), as: sendings, of: lane, bench)
        let (store, takeOver) = try await succeed(bench.store, bench, mayResend: false)
        try expectEqual(takeOver.failed, 0, "held")
        let again = try await bench.claim(takeOver.lane, by: store)
        try expectEqual(Set(again.map(\.key.event)), Set(numbers), "claimed again")
        try expectEqual(again.map(\.firstSentAt), [nil, nil], "first sending")
        try expectEqual(again.map(\.losses), [1, 1], "losses")
    }

    private static func keepsTheFirst(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        var (store, lane) = (bench.store, try await bench.takeOver().lane)
        for name in ["Purchase", "CompletePayment"] {
            let claimed = try await bench.claim(lane, by: store)
            try await open(claimed, as: [sending("e0", name)], of: lane, bench, by: store)
            let next = try await succeed(store, bench)
            (store, lane) = (next.store, next.takeOver.lane)
        }
        try expectEqual(try await bench.claim(lane, by: store).map(\.sentAs), [sending("e0")], "sent as")
    }

    private static func forgetsTheRefused(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        var outcome = StoreWorkbench.outcome(claimed[0], .queued(.retry, dueAt: bench.clock.now))
        (outcome.mayHaveArrived, outcome.eventSourceID) = (false, "B")
        try await bench.close(attempt, of: lane, [outcome])
        try await open(try await bench.claim(lane), as: [sending("e0")], of: lane, bench)
        let (store, takeOver) = try await succeed(bench.store, bench)
        try expectEqual(try await bench.claim(takeOver.lane, by: store).map(\.sentAs), [sending("e0")], "sent as")
    }

    private static func answer(_ bench: StoreWorkbench, _ lane: Lane, limit: Int, to pixel: String) async throws {
        let claimed = try await bench.claim(lane, limit)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let outcomes = claimed.map { claimed in
            var outcome = StoreWorkbench.outcome(claimed, .queued(.retry, dueAt: bench.clock.now))
            outcome.eventSourceID = pixel
            return outcome
        }
        try await bench.close(attempt, of: lane, outcomes)
    }

    private static func keepsWhereItWasSent(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        try await answer(bench, lane, limit: 1, to: "A")
        try await answer(bench, lane, limit: 1, to: "B")
        let claimed = try await bench.claim(lane)
        try expectEqual(claimed.map(\.sentAs?.eventSourceID), ["A"], "first sent to")
    }

    private static func tellsWhereTheTwinWent(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1, "twin", from: "shop")
        try await bench.enqueue(1, "twin", from: "backend")
        let lane = try await bench.takeOver().lane
        try await answer(bench, lane, limit: 1, to: "A")
        let claimed = try await bench.claim(lane)
        let second = try require(claimed.first { $0.sentAs == nil }, "the second event")
        let twins = try await bench.twins(of: second, as: "twin0", at: lane)
        try expectEqual(twins.map(\.eventSourceID), ["A"], "the twin was sent to")
    }
}
