import OutboxCore

extension StoreConformanceSuite {
    static let abandonedClaims = [
        StoreClaim("what a killed owner left open at a removed destination is an unknown outcome", closesTheAbandoned),
        StoreClaim("what may have been sent for a removed destination is not sent for another", holdsTheAbandoned),
        StoreClaim("what may have been sent for a removed destination can be cancelled", cancelsTheAbandoned),
        StoreClaim("what a living owner has open is not closed", leavesTheLiving),
        StoreClaim("what is open at a destination of the file is left to its next owner", leavesTheConfigured),
        StoreClaim("what another destination has on its way counts as sent", tellsWhatIsUnderWay),
        StoreClaim("what another destination has on its way under a test code does not", forgetsTheTestedUnderWay),
        StoreClaim("what another destination has open and not decided does not", forgetsTheUndecided),
    ]

    private static func sending(_ id: String, isTest: Bool = false) -> Sending {
        Sending(eventSourceID: "A", tiktokEvent: "CompletePayment", sentEventID: id, isTest: isTest)
    }

    /// Opens everything due at a destination.
    private static func open(
        _ bench: StoreWorkbench, at destination: String = "main", isBeforeDeciding: Bool = false, isTest: Bool = false
    ) async throws {
        let lane = try await bench.takeOver(destination).lane
        let claimed = try await bench.claim(lane)
        let sendings = claimed.map { sending($0.eventID ?? "?", isTest: isTest) }
        let opening = AttemptOpening(
            lane: lane, configuration: bench.registry.configuration, openedAt: bench.clock.now,
            members: claimed.map(\.key), sendings: isBeforeDeciding ? [] : sendings, isBeforeDeciding: isBeforeDeciding)
        guard case .opened = try await bench.store.open(opening) else { throw bench.unexpected("it should open") }
    }

    /// Has an owner killed while it sends; gives a store of the next process, whose file names `second` alone.
    private static func abandon(_ bench: StoreWorkbench) async throws -> (any CompleteStore, [EventNumber]) {
        let numbers = try await bench.enqueue(2)
        try await open(bench)
        try await bench.kill(bench.store)
        return (try await bench.anotherProcess(), numbers)
    }

    private static func close(
        _ store: any CompleteStore, _ bench: StoreWorkbench, except names: [String] = ["second"]
    ) async throws -> Int {
        let destinations = Set(try names.map(bench.destination))
        return try await store.closeAbandoned(except: destinations, by: "host:2 replay", at: bench.clock.now)
    }

    private static func closesTheAbandoned(_ bench: StoreWorkbench) async throws {
        let (store, numbers) = try await abandon(bench)
        try expectEqual(try await bench.status().sending, 2, "being sent before")
        try expectEqual(try await close(store, bench), 1, "attempts closed")
        try expectEqual(try await close(store, bench), 0, "attempts closed the second time")
        try await bench.expectCountersAreTheTruth()
        try expectEqual(try await bench.status().sending, 0, "being sent")
        try expectEqual(try await bench.status().retrying, 2, "waiting")
        try expectEqual(try await bench.delivery(numbers[1]).attempts.map(\.verdict), [.unknown], "verdicts")
        let takeOver = try await bench.takeOver(by: store)
        try expectEqual(takeOver.unknownAttempts, 0, "attempts of an unknown outcome left")
        try expectEqual(try await bench.claim(takeOver.lane, by: store).map(\.losses), [1, 1], "losses")
    }

    private static func holdsTheAbandoned(_ bench: StoreWorkbench) async throws {
        let (store, _) = try await abandon(bench)
        _ = try await close(store, bench)
        for (isDeduplicated, held) in [(true, 0), (false, 2)] {
            let replay = LateReplay(to: "second", eventSourceID: "A", isDeduplicated: isDeduplicated)
            let result = try await store.replay(
                EventSelection(), replay, isPreview: true, by: "ann", why: "", now: bench.clock.now)
            try expectEqual(result?.held, held, "held, deduplicated: \(isDeduplicated)")
        }
        bench.clock.advance(by: .seconds(48 * 3600))
        let result = try await store.replay(
            EventSelection(), LateReplay(to: "second", eventSourceID: "A"), isPreview: false, by: "ann", why: "",
            now: bench.clock.now)
        try expectEqual(result?.held, 2, "held two days later")
    }

    private static func cancelsTheAbandoned(_ bench: StoreWorkbench) async throws {
        let (store, _) = try await abandon(bench)
        _ = try await close(store, bench)
        let result = try await store.change(
            DeliverySelection(destination: "main"), .cancel, isPreview: false, by: "ann", why: "",
            now: bench.clock.now)
        try expectEqual([result.changed, result.beingSent], [2, 0], "changed, being sent")
    }

    private static func leavesTheLiving(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        try await open(bench)
        let other = try await bench.anotherProcess()
        for store in [bench.store, other] {
            try expectEqual(try await close(store, bench), 0, "attempts closed")
        }
        try expectEqual(try await bench.status().sending, 2, "being sent")
    }

    private static func leavesTheConfigured(_ bench: StoreWorkbench) async throws {
        let (store, _) = try await abandon(bench)
        try expectEqual(try await close(store, bench, except: ["main", "second"]), 0, "attempts closed")
        try expectEqual(try await bench.takeOver(by: store).unknownAttempts, 1, "attempts of an unknown outcome")
    }

    /// What a claim at `second` is told of an event that `main` has open.
    private static func elsewhere(_ bench: StoreWorkbench) async throws -> [ClaimedDelivery.Twin] {
        _ = try await bench.store.replay(
            EventSelection(), LateReplay(to: "second"), isPreview: false, by: "ann", why: "", now: bench.clock.now)
        let claimed = try await bench.claim(try await bench.takeOver("second").lane)
        return try require(claimed.last, "the late delivery").elsewhere
    }

    private static func tellsWhatIsUnderWay(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(2)
        let openedAt = bench.clock.now
        try await open(bench)
        bench.clock.advance(by: .seconds(1))
        let sent = ClaimedDelivery.Twin(
            event: numbers[1], tiktokEvent: "CompletePayment", sentEventID: "e1", eventSourceID: "A",
            openedAt: openedAt)
        try expectEqual(try await elsewhere(bench), [sent], "under way")
    }

    private static func forgetsTheTestedUnderWay(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        try await open(bench, isTest: true)
        try expectEqual(try await elsewhere(bench), [], "under way under a test code")
    }

    private static func forgetsTheUndecided(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        try await open(bench, isBeforeDeciding: true)
        try expectEqual(try await elsewhere(bench), [], "opened before deciding")
    }
}
