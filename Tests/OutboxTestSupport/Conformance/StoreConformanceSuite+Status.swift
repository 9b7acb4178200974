import OutboxCore

extension StoreConformanceSuite {
    static let statusClaims = [
        StoreClaim("the status of an empty store is zero in the file's order", statusOfNothing),
        StoreClaim("the status tells the events of each source", tellsTheSources),
        StoreClaim("the status names the owner while one is alive", namesTheLivingOwner),
        StoreClaim("the status tells how long the oldest due delivery is due", tellsTheOldestDue),
        StoreClaim("retries that are being sent are not retrying", separatesSendingFromRetrying),
        StoreClaim("the status adds up at every moment of a busy store", addsUpWhileBusy),
    ]

    static let signalClaims = [
        StoreClaim("an own enqueue signals a change", signalsOwnEnqueue),
        StoreClaim("an enqueue of another process signals a change", signalsOthersEnqueue),
    ]

    private static func statusOfNothing(_ bench: StoreWorkbench) async throws {
        let report = try await bench.store.status(destinations: ["second", "main", "planned"], now: bench.clock.now)
        try expectEqual(report.destinations.map(\.name), ["second", "main", "planned"], "order")
        for status in report.destinations {
            try expectEqual(status, DestinationStatus(name: status.name, state: .running), "status of \(status.name)")
        }
        try expectEqual([report.events, report.unrouted, report.unfanned], [0, 0, 0], "events, unrouted, unfanned")
        try expect(report.databaseBytes > 0, "a database has a size")
    }

    private static func tellsTheSources(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2, "s")
        _ = try await bench.store.enqueue([bench.event("b", from: "backend")], fanOut: FanOut(destinations: [:]))
        _ = try await bench.store.enqueue([bench.event("c", from: "backend")], fanOut: nil)
        let sources = try await bench.report().sources
        try expectEqual(sources.map(\.name), ["shop", "backend"], "sources")
        try expectEqual(sources.map(\.events), [2, 2], "events")
        try expectEqual(sources.map(\.unrouted), [0, 1], "unrouted")
        try expectEqual(sources.map(\.unfanned), [0, 1], "waiting for their fan-out")
    }

    private static func namesTheLivingOwner(_ bench: StoreWorkbench) async throws {
        let other = try await bench.anotherProcess()
        let lane = try await bench.takeOver(by: other).lane
        try expectEqual(try await bench.status().owner, "host:1 serve", "owner")
        try expectEqual(try await bench.status("second").owner, nil, "owner of a lane that nobody works")
        try await other.giveBack(lane, at: bench.clock.now)
        try expectEqual(try await bench.status().owner, nil, "owner after the lane was given back")
        _ = try await bench.takeOver(by: other)
        try await bench.kill(other)
        try expectEqual(try await bench.status().owner, nil, "owner after the kill")
        _ = try await bench.takeOver()
    }

    private static func tellsTheOldestDue(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        try await bench.enqueue(2, "early")
        try await bench.work(lane, .queued(.retry, dueAt: bench.clock.now + .seconds(30)))
        try expectEqual(try await bench.status().oldestDueSeconds, nil, "nothing is due")
        bench.clock.advance(by: .seconds(100))
        try await bench.enqueue(1, "late", deliveryClass: .bulk)
        try expectEqual(try await bench.status().oldestDueSeconds, 70, "the retry is due for longest")
        try await bench.work(lane)
        try expectEqual(try await bench.status().oldestDueSeconds, nil, "nothing is due")
    }

    private static func separatesSendingFromRetrying(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        try await bench.enqueue(4)
        try await bench.work(lane, .queued(.retry, dueAt: bench.clock.now), limit: 3)
        let claimed = try await bench.claim(lane)
        let retries = claimed.filter { $0.key.deliveryClass == .retry }
        _ = try await bench.open(retries.prefix(2).map(\.key), of: lane)
        let status = try await bench.status()
        try expectEqual([status.queued, status.retrying, status.sending], [1, 1, 2], "queued, retrying, sending")
    }

    private static func addsUpWhileBusy(_ bench: StoreWorkbench) async throws {
        let total = 120
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for turn in 0..<total / 6 { try await bench.enqueue(6, "t\(turn)-", from: "backend") }
            }
            for destination in StoreWorkbench.destinations {
                group.addTask {
                    let lane = try await bench.takeOver(destination).lane
                    var done = 0
                    while done < total {
                        let next: DeliveryOutcome.Next = done.isMultiple(of: 5) ? .failed(.rejected) : .delivered(nil)
                        done += try await bench.work(lane, next, limit: 7).count
                    }
                }
            }
            group.addTask {
                let other = try await bench.anotherProcess()
                var seen = 0
                while seen < total * 2 {
                    let report = try await other.status(
                        destinations: StoreWorkbench.destinations, now: bench.clock.now)
                    let totals = report.destinations.map { StoreWorkbench.total(of: $0) }
                    try expectEqual(totals, [report.events, report.events], "deliveries of every event at one moment")
                    let open = report.destinations.reduce(0) { $0 + $1.queued + $1.retrying + $1.sending }
                    seen = totals.reduce(0, +) - open
                }
            }
            try await group.waitForAll()
        }
    }

    // Signals

    /// Hands an event over and waits until a signal leads to it.
    private static func signals(_ producer: any CompleteStore, _ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        let signals = bench.store.changes()
        for turn in 0..<3 {
            let event = try bench.event("signal-\(turn)")
            let clock = ContinuousClock()
            let start = clock.now
            _ = try await producer.enqueue([event], fanOut: bench.fanOut)
            for await _ in signals where try await !bench.work(lane).isEmpty { break }
            // The signal that comes every five seconds anyway would be too late.
            try expect(
                clock.now - start < .seconds(4.5), "the signal should come at once, not after \(clock.now - start)")
        }
    }

    private static func signalsOwnEnqueue(_ bench: StoreWorkbench) async throws {
        try await signals(bench.store, bench)
    }

    private static func signalsOthersEnqueue(_ bench: StoreWorkbench) async throws {
        try await signals(try await bench.anotherProcess(), bench)
    }
}
