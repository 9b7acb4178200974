import OutboxCore

extension StoreConformanceSuite {
    static let enqueueClaims = [
        StoreClaim("what was acknowledged is there after an orderly end", isThereAfterAnOrderlyEnd),
        StoreClaim("what was acknowledged is there after a kill", isThereAfterAKill),
        StoreClaim("an event is kept with all its parts", keepsAllParts),
        StoreClaim("nothing handed over is nothing kept", keepsNothingForNothing),
        StoreClaim("fifty callers in two processes at once lose nothing", takesManyCallersAtOnce),
        StoreClaim("numbers grow in the order of acceptance", numbersGrow),
        StoreClaim("a source registered twice keeps its number", registersOnce),
        StoreClaim("a configuration is known by its digest", knowsConfigurationsByDigest),
    ]

    static let duplicateClaims = [
        StoreClaim("the same source, event_name and event_id is a duplicate", repeatsByEventID),
        StoreClaim("the same source and id is a duplicate", repeatsByProducerID),
        StoreClaim("the same id without an event_id is a duplicate", repeatsByProducerIDWithoutEventID),
        StoreClaim("an id that is also the event_id is still an id", producerIDThatIsTheEventID),
        StoreClaim("a repeat within one call is a duplicate of the first", repeatsWithinOneCall),
        StoreClaim("the same conversion from two sources is two events", sourcesAreDistinct),
        StoreClaim("one event_id under two names is two events", namesAreDistinct),
        StoreClaim("a repeat with another body differs", repeatsThatDiffer),
        StoreClaim("looking finds the repeats that handing over finds, and keeps nothing", looksForRepeats),
        StoreClaim("two processes with the same events keep each once", duplicatesAcrossProcesses),
        StoreClaim("a repeat is a duplicate also when it was delivered", repeatsAfterDelivery),
    ]

    private static func isThereAfterAnOrderlyEnd(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(3)
        try await bench.close(bench.store)
        let again = try await bench.anotherProcess()
        for number in numbers { _ = try await bench.history(number, in: again) }
        try expectEqual(try await bench.status().queued, 3, "queued after reopening")
    }

    private static func isThereAfterAKill(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(3)
        try await bench.kill(bench.store)
        let again = try await bench.anotherProcess()
        for number in numbers { _ = try await bench.history(number, in: again) }
        try expectEqual(try await bench.status().queued, 3, "queued after reopening")
    }

    private static func keepsAllParts(_ bench: StoreWorkbench) async throws {
        let body = #"{"event_name":"purchase","who":"Zoë 🛒"}"#
        let new = try bench.event("order-1", producerID: "p-1", body: body)
        let outcomes = try await bench.store.enqueue([new], fanOut: bench.fanOut)
        let event = try await bench.history(try require(outcomes.first, "an outcome").number).event
        try expectEqual(event.source, "shop", "source")
        try expectEqual(event.dialect, "native", "dialect")
        try expectEqual(event.producerID, "p-1", "id")
        try expectEqual(event.eventName, "purchase", "event_name")
        try expectEqual(event.eventID, "order-1", "event_id")
        try expectEqual(event.eventTime, new.eventTime, "event_time")
        try expectEqual(event.receivedAt, new.receivedAt, "received_at")
        try expectEqual(event.record, Array(body.utf8), "record")
        let lane = try await bench.takeOver().lane
        let claimed = try require(try await bench.claim(lane).first, "a claimed delivery")
        try expectEqual(claimed.eventName, "purchase", "event_name of the claim")
        try expectEqual(claimed.eventID, "order-1", "event_id of the claim")
        try expectEqual(claimed.eventTime, new.eventTime, "event_time of the claim")
        try expectEqual(claimed.receivedAt, new.receivedAt, "received_at of the claim")
        try expectEqual(claimed.record, Array(body.utf8), "record of the claim")
        try expectEqual(claimed.key.source, new.source, "source of the claim")
        try expectEqual(claimed.key.deliveryClass, .live, "class of the claim")
    }

    private static func keepsNothingForNothing(_ bench: StoreWorkbench) async throws {
        let outcomes = try await bench.store.enqueue([], fanOut: bench.fanOut)
        try expect(outcomes.isEmpty, "no event, no outcome")
        try expectEqual(try await bench.report().events, 0, "events")
    }

    private static func takesManyCallersAtOnce(_ bench: StoreWorkbench) async throws {
        let stores = [bench.store, try await bench.anotherProcess()]
        let numbers = try await withThrowingTaskGroup(of: [EventNumber].self) { group in
            for caller in 0..<50 {
                let events = try (0..<4).map { try bench.event("caller\(caller)-\($0)") }
                let fanOut = try caller.isMultiple(of: 3) ? nil : bench.fanOut
                group.addTask { try await stores[caller % 2].enqueue(events, fanOut: fanOut).map(\.number) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try expectEqual(Set(numbers).count, 200, "numbers given")
        try expectEqual(try await bench.report().events, 200, "events")
        let waiting = try await bench.report().unfanned
        try expectEqual(waiting, 17 * 4, "events that wait for their fan-out")
        _ = try await bench.store.fanOut(bench.fanOut, limit: 1000, now: bench.clock.now)
        try expectEqual(try await bench.status().queued, 200, "deliveries")
    }

    private static func numbersGrow(_ bench: StoreWorkbench) async throws {
        let first = try await bench.enqueue(3, "a")
        let second = try await bench.enqueue(3, "b")
        try expectEqual(first + second, (first + second).sorted(), "order of the numbers")
    }

    private static func registersOnce(_ bench: StoreWorkbench) async throws {
        let another = try await bench.anotherProcess()
        let again = try await another.register(StoreWorkbench.registration(), at: bench.clock.now)
        try expectEqual(again, bench.registry, "registry")
        let grown = try await another.register(
            StoreWorkbench.registration(destinations: ["third", "second", "main"]), at: bench.clock.now)
        try expectEqual(grown.destinations["main"], bench.registry.destinations["main"], "number of main")
        try expectEqual(Set(grown.destinations.values).count, 3, "destinations known")
    }

    private static func knowsConfigurationsByDigest(_ bench: StoreWorkbench) async throws {
        let other = [UInt8](repeating: 7, count: 32)
        let changed = try await bench.store.register(StoreWorkbench.registration(sha256: other), at: bench.clock.now)
        try expect(changed.configuration != bench.registry.configuration, "another text is another configuration")
        let back = try await bench.store.register(StoreWorkbench.registration(), at: bench.clock.now)
        try expectEqual(back.configuration, bench.registry.configuration, "the first text's number")
    }

    private static func repeatsByEventID(_ bench: StoreWorkbench) async throws {
        let number = try await bench.enqueue(1)[0]
        let again = try await bench.store.enqueue([bench.event("e0")], fanOut: bench.fanOut)
        try expectEqual(again, [.duplicate(number, differs: false)], "outcome of the repeat")
        try expectEqual(try await bench.report().events, 1, "events")
    }

    private static func repeatsByProducerID(_ bench: StoreWorkbench) async throws {
        let first = try await bench.store.enqueue([bench.event("e0", producerID: "p")], fanOut: bench.fanOut)
        let again = try await bench.store.enqueue(
            [bench.event("e1", name: "refund", producerID: "p")], fanOut: bench.fanOut)
        try expectEqual(again, [.duplicate(first[0].number, differs: false)], "outcome of the repeat")
    }

    private static func looksForRepeats(_ bench: StoreWorkbench) async throws {
        let first = try bench.event("e0", producerID: "p")
        _ = try await bench.store.enqueue([first], fanOut: bench.fanOut)
        let events = [
            first, try bench.event("e1", name: "refund", producerID: "p"), try bench.event("p"),
            try bench.event("e0", name: "refund"), try bench.event("e0", body: #"{"other":1}"#),
        ]
        let looked = try await bench.store.repeats(among: events)
        try expectEqual(try await bench.status().queued, 1, "queued after looking")
        let outcomes = try await bench.store.enqueue(events, fanOut: bench.fanOut)
        for (look, outcome) in zip(looked, outcomes) {
            if case .accepted = outcome {
                try expectEqual(look, nil, "what looking found of a new event")
            } else {
                try expectEqual(look, outcome, "what looking found of a repeat")
            }
        }
        try expectEqual(looked.count { $0 == nil }, 2, "new events")
    }

    private static func repeatsByProducerIDWithoutEventID(_ bench: StoreWorkbench) async throws {
        let first = try await bench.store.enqueue([bench.event(nil, producerID: "p")], fanOut: bench.fanOut)
        let again = try await bench.store.enqueue(
            [bench.event(nil, producerID: "p", body: #"{"other":1}"#)], fanOut: bench.fanOut)
        try expectEqual(again, [.duplicate(first[0].number, differs: true)], "outcome of the repeat")
    }

    private static func producerIDThatIsTheEventID(_ bench: StoreWorkbench) async throws {
        let first = try await bench.store.enqueue([bench.event("x", producerID: "x")], fanOut: bench.fanOut)
        let again = try await bench.store.enqueue([bench.event("y", producerID: "x")], fanOut: bench.fanOut)
        try expectEqual(again, [.duplicate(first[0].number, differs: false)], "outcome of the same id")
        let renamed = try await bench.store.enqueue(
            [bench.event("x", name: "refund", producerID: "x")], fanOut: bench.fanOut)
        try expectEqual(renamed, [.duplicate(first[0].number, differs: false)], "outcome of the same id renamed")
        let other = try await bench.store.enqueue(
            [bench.event("x", name: "refund", producerID: "z")], fanOut: bench.fanOut)
        try expect(other[0].number != first[0].number, "another id and name is another event")
    }

    private static func repeatsWithinOneCall(_ bench: StoreWorkbench) async throws {
        let outcomes = try await bench.store.enqueue(
            [
                bench.event("e0"), bench.event("e1", producerID: "p"), bench.event("e0", body: "[]"),
                bench.event("e2", producerID: "p"), bench.event("e3"),
            ], fanOut: bench.fanOut)
        let numbers = outcomes.map(\.number)
        try expectEqual(
            outcomes,
            [
                .accepted(numbers[0]), .accepted(numbers[1]), .duplicate(numbers[0], differs: true),
                .duplicate(numbers[1], differs: false), .accepted(numbers[4]),
            ], "outcomes")
        try expectEqual(Set(numbers).count, 3, "events kept")
        try expectEqual(try await bench.status().queued, 3, "deliveries")
    }

    private static func sourcesAreDistinct(_ bench: StoreWorkbench) async throws {
        let outcomes = try await bench.store.enqueue(
            [bench.event("e0", producerID: "p"), bench.event("e0", from: "backend", producerID: "p")],
            fanOut: bench.fanOut)
        try expectEqual(Set(outcomes.map(\.number)).count, 2, "events kept")
        try expectEqual(outcomes, outcomes.map { .accepted($0.number) }, "outcomes")
    }

    private static func namesAreDistinct(_ bench: StoreWorkbench) async throws {
        let outcomes = try await bench.store.enqueue(
            [bench.event("e0"), bench.event("e0", name: "add_to_cart")], fanOut: bench.fanOut)
        try expectEqual(outcomes, outcomes.map { .accepted($0.number) }, "outcomes")
    }

    private static func repeatsThatDiffer(_ bench: StoreWorkbench) async throws {
        let number = try await bench.enqueue(1)[0]
        let again = try await bench.store.enqueue([bench.event("e0", body: "[]")], fanOut: bench.fanOut)
        try expectEqual(again, [.duplicate(number, differs: true)], "outcome of the repeat")
        try expectEqual(try await bench.history(number).event.record, Array("{}".utf8), "the record of the first")
    }

    private static func duplicatesAcrossProcesses(_ bench: StoreWorkbench) async throws {
        let stores = [bench.store, try await bench.anotherProcess()]
        let events = try (0..<60).map { try bench.event("e\($0)") }
        let outcomes = try await withThrowingTaskGroup(of: [EnqueueOutcome].self) { group in
            for part in 0..<12 {
                let slice = Array(events[(part % 6) * 10..<(part % 6) * 10 + 10])
                let fanOut = try bench.fanOut
                group.addTask { try await stores[part / 6].enqueue(slice, fanOut: fanOut) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let accepted = outcomes.filter { $0 == .accepted($0.number) }
        try expectEqual(accepted.count, 60, "accepted")
        try expectEqual(Set(outcomes.map(\.number)).count, 60, "numbers")
        try expectEqual(try await bench.status().queued, 60, "deliveries")
    }

    private static func repeatsAfterDelivery(_ bench: StoreWorkbench) async throws {
        let number = try await bench.enqueue(1)[0]
        let lane = try await bench.takeOver().lane
        try await bench.work(lane)
        let again = try await bench.store.enqueue([bench.event("e0")], fanOut: bench.fanOut)
        try expectEqual(again, [.duplicate(number, differs: false)], "outcome of the repeat")
        try expectEqual(try await bench.status().delivered, 1, "delivered")
    }
}
