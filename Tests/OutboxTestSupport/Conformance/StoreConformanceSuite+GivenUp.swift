import OutboxCore

extension StoreConformanceSuite {
    static let givenUpClaims = [
        StoreClaim("a twin that failed or was cancelled, and never was taken, is told as given up", tellsTheGivenUp),
        StoreClaim("a twin that waits or was taken is not given up", tellsTheOthers),
        StoreClaim("a twin that was taken before its replay failed is not given up", remembersTheTaken),
        StoreClaim("of twins given up the oldest is told, beside the newest of the others", tellsOneOfBothKinds),
    ]

    private static func keep(_ bench: StoreWorkbench, _ id: String, _ name: String = "purchase") async throws
        -> EventNumber
    {
        try await bench.store.enqueue([bench.event(id, name: name)], fanOut: bench.fanOut)[0].number
    }

    /// Sends everything due; it may have arrived.
    private static func send(
        _ bench: StoreWorkbench, _ lane: Lane, _ next: DeliveryOutcome.Next
    ) async throws {
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let outcomes = claimed.map { claimed in
            var outcome = StoreWorkbench.outcome(claimed, next)
            outcome.mayHaveArrived = true
            return outcome
        }
        try await bench.close(attempt, of: lane, outcomes)
    }

    private static func change(_ bench: StoreWorkbench, _ change: BulkChange) async throws {
        let result = try await bench.store.change(
            DeliverySelection(), change, isPreview: false, by: "ann", why: "", now: bench.clock.now)
        try expect(result.changed > 0, "\(change) changes something")
    }

    /// The twins of another source's event of the same id.
    private static func twins(of id: String, _ bench: StoreWorkbench, _ lane: Lane) async throws
        -> [ClaimedDelivery.Twin]
    {
        _ = try await bench.store.enqueue([bench.event(id, from: "backend")], fanOut: bench.fanOut)
        let claimed = try await bench.claim(lane).first { $0.eventID == id && $0.firstSentAt == nil }
        return try await bench.twins(of: try require(claimed, "the second event"), as: id, at: lane)
    }

    private static func tellsTheGivenUp(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        _ = try await keep(bench, "failed")
        try await send(bench, lane, .failed(.expired))
        _ = try await keep(bench, "cancelled")
        try await send(bench, lane, .queued(.retry, dueAt: bench.clock.now))
        try await change(bench, .cancel)
        _ = try await keep(bench, "skipped")
        try await send(bench, lane, .skipped(.tooOld))
        for id in ["failed", "cancelled", "skipped"] {
            try expectEqual(try await twins(of: id, bench, lane).map(\.isGivenUp), [true], "given up: \(id)")
        }
    }

    private static func tellsTheOthers(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        _ = try await keep(bench, "delivered")
        try await send(bench, lane, .delivered(nil))
        _ = try await keep(bench, "queued")
        try await send(bench, lane, .queued(.retry, dueAt: bench.clock.now))
        for id in ["delivered", "queued"] {
            try expectEqual(try await twins(of: id, bench, lane).map(\.isGivenUp), [false], "given up: \(id)")
        }
    }

    private static func remembersTheTaken(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        _ = try await keep(bench, "replayed")
        try await send(bench, lane, .delivered(nil))
        try await change(bench, .replay(evenIfCountedTwice: false, undeduplicated: []))
        try await send(bench, lane, .failed(.expired))
        try expectEqual(try await twins(of: "replayed", bench, lane).map(\.isGivenUp), [false], "given up")
    }

    private static func tellsOneOfBothKinds(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        var numbers: [EventNumber] = []
        let ends: [DeliveryOutcome.Next] = [
            .failed(.expired), .delivered(nil), .failed(.expired), .delivered(nil),
        ]
        for (index, next) in ends.enumerated() {
            numbers.append(try await keep(bench, "same", "n\(index)"))
            try await send(bench, lane, next)
            bench.clock.advance(by: .seconds(60))
        }
        let found = try await twins(of: "same", bench, lane).sorted { $0.event < $1.event }
        try expectEqual(found.map(\.event), [numbers[0], numbers[3]], "twins")
        try expectEqual(found.map(\.isGivenUp), [true, false], "given up")
        try expectEqual(
            found.map(\.openedAt), [bench.clock.now - .seconds(240), bench.clock.now - .seconds(60)], "opened at")
    }
}
