import OutboxCore

extension StoreConformanceSuite {
    static let configurationClaims = [
        StoreClaim("unmapped names are counted by source, destination and name", countsUnmappedNames),
        StoreClaim("what is replayed or retried counts as unmapped no more", uncountsUnmappedNames),
        StoreClaim("a skipped delivery says which configuration decided it", tellsTheConfiguration),
        StoreClaim("the configuration in force is the first of all", listsConfigurations),
        StoreClaim("texts that were kept as they were written are rewritten", rewritesTexts),
        StoreClaim("a request to reload is answered once by each process", answersReloads),
        StoreClaim("an action is written down as it is told", recordsActions),
    ]

    private static func skip(
        _ bench: StoreWorkbench, _ lane: Lane, _ reason: DeliveryReason = .unmapped, limit: Int = 1000
    ) async throws {
        let claimed = try await bench.claim(lane, limit)
        let outcomes = claimed.map { delivery in
            var outcome = StoreWorkbench.outcome(delivery, .skipped(reason))
            outcome.configuration = bench.registry.configuration
            return outcome
        }
        try await bench.store.settle(outcomes, of: lane, at: bench.clock.now)
    }

    private static func countsUnmappedNames(_ bench: StoreWorkbench) async throws {
        let main = try await bench.takeOver().lane
        let second = try await bench.takeOver("second").lane
        let first = bench.clock.now
        try await bench.enqueue(2, "q", name: "quiz_done")
        bench.clock.advance(by: .seconds(60))
        try await bench.enqueue(1, "r", name: "quiz_done")
        try await bench.enqueue(1, "b", name: "quiz_done", from: "backend")
        let last = bench.clock.now
        bench.clock.advance(by: .seconds(60))
        try await skip(bench, main)
        try await skip(bench, second)
        try await bench.enqueue(5, "p")
        try await skip(bench, main, .filter)
        func name(_ source: String, _ destination: String, _ count: Int, from first: Timestamp) -> UnmappedName {
            UnmappedName(
                source: source, destination: destination, eventName: "quiz_done", count: count, firstSeenAt: first,
                lastSeenAt: last)
        }
        let names = try await bench.looking().unmappedNames(destination: nil, limit: 10)
        try expectEqual(
            names,
            [
                name("shop", "main", 3, from: first), name("backend", "main", 1, from: last),
                name("backend", "second", 1, from: last),
            ], "names")
        let elsewhere = try await bench.looking().unmappedNames(destination: "second", limit: 10)
        try expectEqual(elsewhere, [name("backend", "second", 1, from: last)], "names at second")
        try expectEqual(try await bench.looking().unmappedNames(destination: "nowhere", limit: 10), [], "names nowhere")
    }

    private static func uncountsUnmappedNames(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        let numbers = try await bench.enqueue(3, "q", name: "quiz_done")
        let claimed = try await bench.claim(lane, 1)
        // Also what is decided while its attempt is open.
        let attempt = try await bench.open(claimed.map(\.key), of: lane, beforeDeciding: true)
        let skipped = claimed.map { StoreWorkbench.outcome($0, .skipped(.unmapped)) }
        _ = try await bench.store.send(attempt, of: lane, settled: skipped, sendings: [], at: bench.clock.now)
        try await skip(bench, lane)
        let selection = DeliverySelection(events: Array(numbers.prefix(2)), reasons: [.unmapped])
        let replay = BulkChange.replay(evenIfCountedTwice: false, undeduplicated: [])
        let result = try await bench.looking().change(
            selection, replay, isPreview: false, by: "ann", why: "adopted", now: bench.clock.now)
        try expectEqual(result.changed, 2, "changed")
        try expectEqual(
            try await bench.looking().unmappedNames(destination: nil, limit: 10).map(\.count), [1], "still unmapped")
        try await bench.work(lane)
        _ = try await bench.looking().change(
            DeliverySelection(states: [.skipped]), replay, isPreview: false, by: "ann", why: "", now: bench.clock.now)
        try expectEqual(try await bench.looking().unmappedNames(destination: nil, limit: 10), [], "unmapped")
    }

    private static func tellsTheConfiguration(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        try await skip(bench, lane, .filter, limit: 1)
        try await bench.work(lane)
        for number in numbers {
            try expectEqual(try await bench.delivery(number).configuration, "abababab", "configuration of #\(number)")
        }
    }

    private static func listsConfigurations(_ bench: StoreWorkbench) async throws {
        let first = bench.registry.configuration
        let firstSeenAt = bench.clock.now
        bench.clock.advance(by: .seconds(60))
        let other = StoreWorkbench.registration(sha256: [UInt8](repeating: 0xCD, count: 32))
        let second = try await bench.looking().register(other, at: bench.clock.now).configuration
        let secondSeenAt = bench.clock.now
        try await bench.store.putInForce(first, by: "host:1 serve", at: bench.clock.now)
        let listed = try await bench.looking().configurations(limit: 10)
        let expected = [
            StoredConfiguration(
                id: first, revision: "abababab", firstSeenAt: firstSeenAt, inForceAt: bench.clock.now,
                inForceBy: "host:1 serve"),
            StoredConfiguration(
                id: second, revision: "cdcdcdcd", firstSeenAt: secondSeenAt, inForceAt: nil, inForceBy: nil),
        ]
        try expectEqual(listed, expected, "configurations")
        bench.clock.advance(by: .seconds(60))
        try await bench.store.putInForce(second, by: "host:1 serve", at: bench.clock.now)
        try expectEqual(try await bench.looking().configurations(limit: 1).map(\.id), [second], "in force")
        try expectEqual(try await bench.looking().text(of: second), "version: 1\n", "text")
        try expectEqual(try await bench.looking().text(of: ConfigurationID(99)), nil, "text of none")
    }

    private static func rewritesTexts(_ bench: StoreWorkbench) async throws {
        let session = try await bench.store.startSession(
            destination: "main", match: "user.id: 1", code: "T", lasting: .seconds(60), by: "ann", at: bench.clock.now)
        let store = try await bench.looking()
        func rewrite() async throws -> Int {
            try await store.rewriteTexts(
                configurations: { $0.hasSuffix("#") ? $0 : $0 + "#" },
                matches: { $0 == "user.id: 1" ? "user.id: x" : $0 })
        }
        try expectEqual(try await rewrite(), 2, "rewritten")
        try expectEqual(try await rewrite(), 0, "rewritten again")
        try expectEqual(try await store.text(of: bench.registry.configuration), "version: 1\n#", "text")
        let sessions = try await store.sessions(endingSince: bench.clock.now)
        try expectEqual(sessions.map(\.match), ["user.id: x"], "matches")
        try expectEqual(sessions.map(\.id), [try require(session, "a session").id], "sessions")
        // Registered again, a configuration is kept as it is told now.
        _ = try await store.register(StoreWorkbench.registration(), at: bench.clock.now)
        try expectEqual(try await store.text(of: bench.registry.configuration), "version: 1\n", "text")
    }

    private static func answersReloads(_ bench: StoreWorkbench) async throws {
        let serve = try await bench.anotherProcess()
        try expectEqual(try await serve.reloads(after: nil), [], "requests")
        let first = try await bench.store.requestReload(by: "ann", at: bench.clock.now)
        let second = try await bench.store.requestReload(by: "bob", at: bench.clock.now)
        let requests = try await serve.reloads(after: nil)
        try expectEqual(requests.map(\.id), [first, second], "requests")
        try expectEqual(requests.map(\.requestedBy), ["ann", "bob"], "asked by")
        try expectEqual(try await serve.reloads(after: first).map(\.id), [second], "later requests")
        let taken = ReloadRequest.Answer(
            owner: "host:1 serve", at: bench.clock.now, result: .taken(bench.registry.configuration))
        let refused = ReloadRequest.Answer(
            owner: "host:2 serve", at: bench.clock.now + .seconds(1), result: .refused("outbox.yml:3: no"))
        try await serve.answer(first, with: taken)
        try await serve.answer(first, with: refused)
        var again = taken
        again.result = .refused("too late")
        try await serve.answer(first, with: again)
        let answered = try await bench.store.reloads(after: nil)
        try expectEqual(answered.map(\.answers), [[taken, refused], []], "answers")
        try expectEqual(try await bench.store.operatorActions(limit: 5).map(\.verb), ["reload", "reload"], "actions")
    }

    private static func recordsActions(_ bench: StoreWorkbench) async throws {
        let action = OperatorAction(
            at: bench.clock.now, by: "ann", verb: "golive", subject: "main", why: "tested", changed: 3)
        try await bench.looking().record(action)
        try expectEqual(try await bench.looking().operatorActions(limit: 5), [action], "actions")
    }
}
