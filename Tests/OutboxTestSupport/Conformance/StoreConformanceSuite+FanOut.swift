import OutboxCore

extension StoreConformanceSuite {
    static let fanOutClaims = [
        StoreClaim("fan-out at enqueue makes one delivery a destination", fansOutAtEnqueue),
        StoreClaim("fan-out later makes the same deliveries, oldest first", fansOutLater),
        StoreClaim("an event that nobody listens to is unrouted and counted", countsUnrouted),
        StoreClaim("events of a source that the fan-out does not have wait, and nobody waits behind", leavesTheUnknown),
        StoreClaim("a source listed without destinations is unrouted", emptyListIsUnrouted),
        StoreClaim("nothing is claimed before its fan-out", claimsNothingUnfanned),
        StoreClaim("a destination added later gets new events alone", newDestinationsGetNewEvents),
        StoreClaim("two processes that fan out at once make each delivery once", fansOutOnce),
        StoreClaim("deliveries start in the class of their event, fanned out at once or later", keepsTheClass),
    ]

    private static func fansOutAtEnqueue(_ bench: StoreWorkbench) async throws {
        let shop = try await bench.enqueue(2, "s")
        let backend = try await bench.enqueue(3, "b", from: "backend")
        try expectEqual(try await bench.status("main").queued, 5, "queued at main")
        try expectEqual(try await bench.status("second").queued, 3, "queued at second")
        try expectEqual(try await bench.history(shop[0]).deliveries.map(\.destination), ["main"], "destinations")
        try expectEqual(
            try await bench.history(backend[0]).deliveries.map(\.destination), ["main", "second"], "destinations")
    }

    private static func fansOutLater(_ bench: StoreWorkbench) async throws {
        let events = try (0..<5).map { try bench.event("e\($0)", from: "backend") }
        let numbers = try await bench.store.enqueue(events, fanOut: nil).map(\.number)
        try expectEqual(try await bench.report().unfanned, 5, "waiting for fan-out")
        try expectEqual(try await bench.store.fanOut(bench.fanOut, limit: 3, now: bench.clock.now), 3, "events done")
        try expectEqual(try await bench.report().unfanned, 2, "waiting for fan-out")
        try expectEqual(try await bench.history(numbers[2]).deliveries.count, 2, "deliveries of the third")
        try expectEqual(try await bench.history(numbers[3]).deliveries.count, 0, "deliveries of the fourth")
        try await bench.expectCountersAreTheTruth()
        try expectEqual(try await bench.store.fanOut(bench.fanOut, limit: 3, now: bench.clock.now), 2, "events done")
        try expectEqual(try await bench.store.fanOut(bench.fanOut, limit: 3, now: bench.clock.now), 0, "events done")
        try expectEqual(try await bench.status("second").queued, 5, "queued at second")
    }

    private static func countsUnrouted(_ bench: StoreWorkbench) async throws {
        var fanOut = try bench.fanOut
        fanOut.destinations[try bench.source("orphan")] = []
        let early = try await bench.enqueue(2, "a", from: "orphan")
        _ = try await bench.store.enqueue([bench.event("b", from: "orphan")], fanOut: nil)
        _ = try await bench.store.fanOut(fanOut, limit: 10, now: bench.clock.now)
        let report = try await bench.report()
        try expectEqual(report.events, 3, "events")
        try expectEqual(report.unrouted, 3, "unrouted")
        try expectEqual(report.unfanned, 0, "unfanned")
        let rows = try await bench.store.list(DeliverySelection(events: early), limit: 10)
        try expectEqual(rows.map(\.number), early.reversed(), "unrouted events in the list")
        try expect(rows.allSatisfy { $0.destination == nil && $0.state == nil }, "an unrouted event has no delivery")
    }

    private static func leavesTheUnknown(_ bench: StoreWorkbench) async throws {
        let unknown = try (0..<5).map { try bench.event("u\($0)", from: "orphan") }
        _ = try await bench.store.enqueue(unknown, fanOut: nil)
        let known = try await bench.store.enqueue([bench.event("k")], fanOut: nil)[0].number
        try expectEqual(try await bench.store.fanOut(bench.fanOut, limit: 3, now: bench.clock.now), 1, "events done")
        try expectEqual(try await bench.store.fanOut(bench.fanOut, limit: 3, now: bench.clock.now), 0, "then")
        try expectEqual(try await bench.history(known).deliveries.map(\.destination), ["main"], "of the known")
        let report = try await bench.report()
        try expectEqual(report.sources.first { $0.name == "orphan" }?.unfanned, 5, "waiting")
        try expectEqual(report.unrouted, 0, "unrouted")
        try await bench.expectCountersAreTheTruth()
        var grown = try bench.fanOut
        grown.destinations[try bench.source("orphan")] = grown.destinations[try bench.source("shop")]
        try expectEqual(try await bench.store.fanOut(grown, limit: 10, now: bench.clock.now), 5, "once it is known")
        try expectEqual(try await bench.status("main").queued, 6, "queued at main")
    }

    private static func emptyListIsUnrouted(_ bench: StoreWorkbench) async throws {
        let nobody = FanOut(destinations: [try bench.source("shop"): []])
        _ = try await bench.store.enqueue([bench.event("e")], fanOut: nobody)
        try expectEqual(try await bench.report().unrouted, 1, "unrouted")
    }

    private static func claimsNothingUnfanned(_ bench: StoreWorkbench) async throws {
        _ = try await bench.store.enqueue([bench.event("e")], fanOut: nil)
        let lane = try await bench.takeOver().lane
        try expect(try await bench.claim(lane).isEmpty, "nothing is there to claim")
        _ = try await bench.store.fanOut(bench.fanOut, limit: 10, now: bench.clock.now)
        try expectEqual(try await bench.claim(lane).count, 1, "claimed after the fan-out")
    }

    private static func newDestinationsGetNewEvents(_ bench: StoreWorkbench) async throws {
        let old = try await bench.enqueue(1, "old")
        let grown = try await bench.store.register(
            StoreWorkbench.registration(destinations: ["main", "second", "third"]), at: bench.clock.now)
        let third = try require(grown.destinations["third"], "number of third")
        var fanOut = try bench.fanOut
        fanOut.destinations[try bench.source("shop")]?.append(third)
        let new = try await bench.store.enqueue([bench.event("new")], fanOut: fanOut).map(\.number)
        try expectEqual(try await bench.history(old[0]).deliveries.map(\.destination), ["main"], "of the old event")
        try expectEqual(
            try await bench.history(new[0]).deliveries.map(\.destination), ["main", "third"], "of the new event")
        let report = try await bench.store.status(destinations: ["main", "second"], now: bench.clock.now)
        try expectEqual(report.destinations.last?.name, "third", "the last destination")
        try expectEqual(report.destinations.last?.state, .removed, "its state when it left the file")
        try expectEqual(report.destinations.last?.queued, 1, "its deliveries")
    }

    private static func fansOutOnce(_ bench: StoreWorkbench) async throws {
        let events = try (0..<40).map { try bench.event("e\($0)", from: "backend") }
        _ = try await bench.store.enqueue(events, fanOut: nil)
        let stores = [bench.store, try await bench.anotherProcess()]
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for turn in 0..<8 {
                let fanOut = try bench.fanOut
                let now = bench.clock.now
                group.addTask { try await stores[turn % 2].fanOut(fanOut, limit: 7, now: now) }
            }
            return try await group.reduce(0, +)
        }
        try expectEqual(done, 40, "events fanned out by all")
        try expectEqual(try await bench.status("main").queued, 40, "queued at main")
        try expectEqual(try await bench.status("second").queued, 40, "queued at second")
    }

    private static func keepsTheClass(_ bench: StoreWorkbench) async throws {
        let atOnce = try await bench.enqueue(1, "a", deliveryClass: .bulk)[0]
        let later = try await bench.store.enqueue([bench.event("b", deliveryClass: .bulk)], fanOut: nil)[0].number
        _ = try await bench.store.fanOut(bench.fanOut, limit: 10, now: bench.clock.now)
        try expectEqual(try await bench.delivery(atOnce).deliveryClass, .bulk, "class")
        try expectEqual(try await bench.delivery(later).deliveryClass, .bulk, "class")
    }
}
