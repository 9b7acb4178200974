import OutboxCore

extension StoreConformanceSuite {
    static let listClaims = [
        StoreClaim("a list is newest first and ends at its limit", listsNewestFirst),
        StoreClaim("a list keeps to the destination and the states", listsByDestinationAndState),
        StoreClaim("a list keeps to the reasons", listsByReason),
        StoreClaim("a list keeps to event name and time", listsByNameAndTime),
        StoreClaim("a list keeps to the events named", listsTheEventsNamed),
        StoreClaim("a list shows unrouted events only where no delivery is asked for", listsUnrouted),
        StoreClaim("a line of a list has all its parts", listsAllParts),
        StoreClaim("a line of a list and the history count every request alike", countsEveryRequest),
    ]

    static let historyClaims = [
        StoreClaim("an event is found by number, event_id and id", findsByEveryName),
        StoreClaim("an event_id finds the events of all sources and names, oldest first", findsAllOfOneEventID),
        StoreClaim("an event_id wins over an id of the same text in the sources asked", prefersEventIDs),
        StoreClaim("two event_ids of one digest are told apart", tellsDigestsApart),
        StoreClaim("what is not there is not found", findsNothing),
        StoreClaim("a history shows the deliveries in the order of the destinations", showsDeliveriesInOrder),
    ]

    private static func listsNewestFirst(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(10)
        let rows = try await bench.store.list(DeliverySelection(), limit: 4)
        try expectEqual(rows.map(\.number), numbers.suffix(4).reversed(), "the newest four")
        try expect(try await bench.store.list(DeliverySelection(), limit: 0).isEmpty, "a limit of none")
    }

    /// Eight events of `backend` in every state at `main`, one waiting at `second` each.
    private static func everyState(_ bench: StoreWorkbench) async throws -> [EventNumber] {
        let numbers = try await bench.enqueue(8, from: "backend")
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane, 7)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let nexts: [DeliveryOutcome.Next] = [
            .delivered(nil), .delivered(.warnings), .delivered(.validated), .skipped(.filter), .failed(.rejected),
            .failed(.invalid), .queued(.retry, dueAt: bench.clock.now + .seconds(60)),
        ]
        try await bench.close(attempt, of: lane, zip(claimed, nexts).map { StoreWorkbench.outcome($0, $1) })
        return numbers
    }

    private static func listed(
        _ bench: StoreWorkbench, _ selection: DeliverySelection
    ) async throws -> [EventNumber] {
        try await bench.store.list(selection, limit: 100).map(\.number)
    }

    private static func listsByDestinationAndState(_ bench: StoreWorkbench) async throws {
        let numbers = try await everyState(bench)
        let main = "main"
        try expectEqual(
            try await listed(bench, DeliverySelection(destination: main, states: [.delivered])),
            [numbers[2], numbers[1], numbers[0]], "delivered at main")
        try expectEqual(
            try await listed(bench, DeliverySelection(destination: main, states: [.failed, .skipped])),
            [numbers[5], numbers[4], numbers[3]], "failed and skipped at main")
        try expectEqual(
            try await listed(bench, DeliverySelection(destination: main, states: [.queued])),
            [numbers[7], numbers[6]], "queued at main")
        try expectEqual(
            try await listed(bench, DeliverySelection(destination: "second")), numbers.reversed(), "at second")
        try expectEqual(
            try await listed(bench, DeliverySelection(states: [.failed])), [numbers[5], numbers[4]], "failed anywhere")
        try expect(try await listed(bench, DeliverySelection(destination: "nobody")).isEmpty, "nobody is not known")
        try expectEqual(try await listed(bench, DeliverySelection()).count, 16, "all deliveries")
    }

    private static func listsByReason(_ bench: StoreWorkbench) async throws {
        let numbers = try await everyState(bench)
        try expectEqual(
            try await listed(bench, DeliverySelection(reasons: [.rejected])), [numbers[4]], "rejected anywhere")
        try expectEqual(
            try await listed(bench, DeliverySelection(destination: "main", reasons: [.rejected, .filter])),
            [numbers[4], numbers[3]], "rejected or filtered at main")
        try expectEqual(
            try await listed(bench, DeliverySelection(states: [.failed], reasons: [.invalid, .warnings])),
            [numbers[5]], "failed and invalid")
        try expectEqual(
            try await listed(bench, DeliverySelection(states: [.delivered], reasons: [.validated])), [numbers[2]],
            "validated")
        try expect(
            try await listed(bench, DeliverySelection(states: [.queued], reasons: [.rejected])).isEmpty,
            "no state goes with another's reason")
    }

    private static func listsByNameAndTime(_ bench: StoreWorkbench) async throws {
        let early = try await bench.enqueue(3, "a", name: "purchase")
        let views = try await bench.enqueue(3, "b", name: "view_item")
        bench.clock.advance(by: .seconds(60))
        let since = bench.clock.now
        let late = try await bench.enqueue(3, "c", name: "purchase")
        try expectEqual(
            try await listed(bench, DeliverySelection(eventName: "purchase")), late.reversed() + early.reversed(),
            "purchases")
        try expectEqual(
            try await listed(bench, DeliverySelection(destination: "main", eventName: "view_item")),
            views.reversed(), "views at main")
        try expectEqual(try await listed(bench, DeliverySelection(since: since)), late.reversed(), "since")
        try expectEqual(
            try await listed(bench, DeliverySelection(states: [.queued], eventName: "purchase", since: since)),
            late.reversed(), "queued purchases since")
        try expect(
            try await listed(bench, DeliverySelection(since: since + .milliseconds(1))).isEmpty, "since just after")
    }

    private static func listsTheEventsNamed(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(5, from: "backend")
        let some = [numbers[3], numbers[0], EventNumber(999_999), numbers[3]]
        try expectEqual(
            try await listed(bench, DeliverySelection(events: some)), [numbers[3], numbers[3], numbers[0], numbers[0]],
            "both deliveries of both events")
        try expectEqual(
            try await listed(bench, DeliverySelection(events: some, destination: "main", states: [.queued])),
            [numbers[3], numbers[0]], "at main")
        try expect(try await listed(bench, DeliverySelection(events: [])).isEmpty, "no events named")
    }

    private static func listsUnrouted(_ bench: StoreWorkbench) async throws {
        let routed = try await bench.enqueue(1, "a")
        let unrouted = try await bench.enqueue(1, "b", name: "lonely", from: "orphan")
        let waiting = try await bench.store.enqueue([bench.event("c")], fanOut: nil).map(\.number)
        try expectEqual(try await listed(bench, DeliverySelection()), waiting + unrouted + routed, "everything")
        try expectEqual(try await listed(bench, DeliverySelection(eventName: "lonely")), unrouted, "by name")
        try expectEqual(
            try await listed(bench, DeliverySelection(since: bench.clock.now)), waiting + unrouted + routed, "by time")
        try expectEqual(try await listed(bench, DeliverySelection(destination: "main")), routed, "by destination")
        try expectEqual(try await listed(bench, DeliverySelection(states: [.queued])), routed, "by state")
        try expectEqual(try await listed(bench, DeliverySelection(reasons: [.rejected])), [], "by reason")
    }

    private static func listsAllParts(_ bench: StoreWorkbench) async throws {
        let number = try await bench.enqueue(1)[0]
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let later = bench.clock.now + .seconds(60)
        var outcome = StoreWorkbench.outcome(claimed[0], .queued(.retry, dueAt: later))
        outcome.detail = "HTTP 503"
        try await bench.close(attempt, of: lane, [outcome])
        let row = try require(try await bench.store.list(DeliverySelection(), limit: 1).first, "a line")
        try expectEqual(row.number, number, "number")
        try expectEqual(row.source, "shop", "source")
        try expectEqual(row.eventName, "purchase", "event_name")
        try expectEqual(row.eventID, "e0", "event_id")
        try expectEqual(row.receivedAt, bench.clock.now, "received_at")
        try expectEqual(row.destination, "main", "destination")
        try expectEqual(row.state, .queued, "state")
        try expectEqual(row.reason, nil, "reason")
        try expectEqual(row.detail, "HTTP 503", "detail")
        try expectEqual(row.deliveryClass, .retry, "class")
        try expectEqual(row.dueAt, later, "due time")
        try expectEqual(row.attempts, 1, "attempts")
        try expectEqual(row.tiktokEvent, "CompletePayment", "TikTok event")
    }

    private static func countsEveryRequest(_ bench: StoreWorkbench) async throws {
        let number = try await bench.enqueue(1)[0]
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        var outcome = StoreWorkbench.outcome(claimed[0], .queued(.live, dueAt: bench.clock.now))
        (outcome.verdict, outcome.spendsAttempt) = (.rateLimited, false)
        for _ in 0..<2 {
            let attempt = try await bench.open(claimed.map(\.key), of: lane)
            try await bench.close(attempt, of: lane, [outcome])
        }
        _ = try await bench.open(claimed.map(\.key), of: lane)
        let row = try require(try await bench.store.list(DeliverySelection(), limit: 1).first, "a line")
        try expectEqual(row.attempts, 3, "attempts on the line")
        try expectEqual(try await bench.delivery(number).attempts.count, 3, "attempts in the history")
    }

    // Histories

    private static func found(_ text: String, _ bench: StoreWorkbench) async throws -> [EventNumber] {
        try await found([text], bench)
    }

    private static func found(
        _ texts: [String], of source: String? = nil, _ bench: StoreWorkbench
    ) async throws -> [EventNumber] {
        let spellings = texts.map {
            EventIdentifier.Spelling($0, digestPrefix: Array(TestDigest.sha256($0).prefix(8)))
        }
        return try await bench.store.histories(of: .id(spellings, source: source)).map(\.event.number)
    }

    private static func findsByEveryName(_ bench: StoreWorkbench) async throws {
        let outcomes = try await bench.store.enqueue(
            [
                bench.event("order-1", producerID: "p-1"), bench.event(nil, producerID: "p-2"),
                bench.event("order-3"), bench.event("same", producerID: "same"),
            ], fanOut: bench.fanOut)
        let numbers = outcomes.map(\.number)
        try expectEqual(try await found("order-1", bench), [numbers[0]], "by event_id")
        try expectEqual(try await found("p-1", bench), [numbers[0]], "by id")
        try expectEqual(try await found("p-2", bench), [numbers[1]], "by id without event_id")
        try expectEqual(try await found("same", bench), [numbers[3]], "by either, once")
        try expectEqual(try await bench.history(numbers[2]).event.eventID, "order-3", "by number")
    }

    private static func findsAllOfOneEventID(_ bench: StoreWorkbench) async throws {
        let outcomes = try await bench.store.enqueue(
            [
                bench.event("x"), bench.event("y"), bench.event("x", from: "backend"),
                bench.event("x", name: "refund"),
            ], fanOut: bench.fanOut)
        let numbers = outcomes.map(\.number)
        try expectEqual(try await found("x", bench), [numbers[0], numbers[2], numbers[3]], "all of x")
        try expectEqual(try await found(["x"], of: "backend", bench), [numbers[2]], "x of one source")
        try expectEqual(try await found(["x"], of: "nobody", bench), [], "x of an unknown source")
    }

    private static func prefersEventIDs(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.store.enqueue(
            [
                bench.event("20010", producerID: "1042"), bench.event("30000", producerID: "20010"),
                bench.event("40000", from: "backend", producerID: "20010"),
            ], fanOut: bench.fanOut
        ).map(\.number)
        try expectEqual(try await found("20010", bench), [numbers[0]], "the event_id alone")
        try expectEqual(try await found(["unknown", "20010"], bench), [numbers[0]], "in either spelling")
        try expectEqual(try await found(["20010"], of: "shop", bench), [numbers[0]], "of its source")
        try expectEqual(try await found(["20010"], of: "backend", bench), [numbers[2]], "of a source without it")
        try expectEqual(try await found("1042", bench), [numbers[0]], "by the id that is nobody's event_id")
    }

    private static func tellsDigestsApart(_ bench: StoreWorkbench) async throws {
        var events = [try bench.event("one"), try bench.event("two", from: "backend")]
        for index in events.indices {
            events[index].key = EventKey(
                eventIDDigest: Array(TestDigest.sha256("same").prefix(8)),
                sourceAndNameDigest: TestDigest.sha256("\(index)"))
        }
        let numbers = try await bench.store.enqueue(events, fanOut: bench.fanOut).map(\.number)
        let histories = try await bench.store.histories(
            of: .id([.init("two", digestPrefix: Array(TestDigest.sha256("same").prefix(8)))], source: nil))
        try expectEqual(histories.map(\.event.number), [numbers[1]], "found by the text, not by the digest alone")
    }

    private static func findsNothing(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        try expect(try await found("nothing", bench).isEmpty, "an unknown text")
        try expect(try await bench.store.histories(of: .number(EventNumber(0))).isEmpty, "number 0")
        try expect(try await bench.store.histories(of: .number(EventNumber(.max))).isEmpty, "an unknown number")
    }

    private static func showsDeliveriesInOrder(_ bench: StoreWorkbench) async throws {
        let number = try await bench.enqueue(1, from: "backend")[0]
        let second = try await bench.takeOver("second").lane
        try await bench.work(second)
        let history = try await bench.history(number)
        try expectEqual(history.deliveries.map(\.destination), ["main", "second"], "destinations")
        try expectEqual(history.deliveries.map(\.state), [.queued, .delivered], "states")
        try expectEqual(history.deliveries.map(\.attempts.count), [0, 1], "attempts")
    }
}
