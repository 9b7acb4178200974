import OutboxCore

extension StoreConformanceSuite {
    static let producerClaims = [
        StoreClaim("rejects are counted by source and problem, and their excerpts kept", countsRejects),
        StoreClaim("repeats with another body are kept among the rejects, and counted apart", countsRepeatsApart),
        StoreClaim("the last 1,000 rejects of a source are kept, all are counted", keepsTheLastRejects),
        StoreClaim("kinds of problems beyond 200 are counted as one", boundsProblems),
        StoreClaim("rejects are found by source and by problem", findsRejects),
        StoreClaim("an echo that comes again is the first one", keepsEchoesOnce),
        StoreClaim("echoes from before the time to keep are forgotten", forgetsEchoes),
        StoreClaim("deliveries pair with echoes of the same pixel, name and id", pairs),
        StoreClaim("what one side alone has is counted, with what became of it", countsUnpaired),
        StoreClaim("a pair is one, whichever side lies before the span", pairsAcrossTheSpan),
        StoreClaim("an id under two names is told on both sides, and both add up", countsOtherNames),
    ]

    // MARK: Rejects

    private static func reject(
        _ bench: StoreWorkbench, _ path: String = "properties.items[3].price",
        _ problem: String = #"not a number: "x""#, excerpt: String = "{}"
    ) -> RejectedEvent {
        RejectedEvent(
            rejectedAt: bench.clock.now, problems: [EventProblem(path: path, problem: problem)], bytes: 17,
            excerpt: excerpt)
    }

    private static func rejects(
        _ bench: StoreWorkbench, of source: String = "shop", _ events: [RejectedEvent]
    ) throws -> RejectedEvents {
        var rejects = RejectedEvents(source: try bench.source(source))
        for event in events { rejects.add(event) }
        return rejects
    }

    private static func countsRejects(_ bench: StoreWorkbench) async throws {
        let first = bench.clock.now
        try await bench.store.record([try rejects(bench, [reject(bench)])])
        bench.clock.advance(by: .seconds(60))
        let second = reject(bench, "properties.items[0].price", excerpt: #"{"event_name":"purchase"}"#)
        try await bench.anotherProcess().record([
            try rejects(bench, [second]), try rejects(bench, of: "backend", [reject(bench, "", "not JSON: column 1")]),
        ])
        let report = try await bench.looking().rejects(source: nil, problem: nil, limit: 1)
        let now = bench.clock.now
        try expectEqual(
            report.sources,
            [
                RejectReport.Source(name: "shop", count: 2, lastRejectedAt: now),
                RejectReport.Source(name: "backend", count: 1, lastRejectedAt: now),
            ], "sources")
        func problem(_ source: String, _ path: String, _ problem: String, _ count: Int, _ first: Timestamp)
            -> RejectReport.Problem
        {
            RejectReport.Problem(
                source: source, kind: ProblemKind(path: path, problem: problem),
                count: RejectedEvents.Count(count: count, firstSeenAt: first, lastSeenAt: now))
        }
        try expectEqual(
            report.problems,
            [
                problem("shop", "properties.items[].price", "not a number", 2, first),
                problem("backend", "", "not JSON", 1, now),
            ], "problems")
        try expectEqual(
            report.newest, [RejectReport.Event(source: "shop", number: 2, event: second)], "the newest one")
        try expectEqual(try await bench.report().rejects, report.sources, "in the status")
    }

    private static func countsRepeatsApart(_ bench: StoreWorkbench) async throws {
        var repeated = reject(bench, "", EventProblem.differingRepeat)
        repeated.isDifferingRepeat = true
        try await bench.store.record([try rejects(bench, [reject(bench), repeated, repeated])])
        try await bench.store.record([try rejects(bench, [repeated])])
        let report = try await bench.looking().rejects(source: nil, problem: "another body", limit: 10)
        let sources = [RejectReport.Source(name: "shop", count: 1, differing: 3, lastRejectedAt: bench.clock.now)]
        try expectEqual(report.sources, sources, "sources")
        try expectEqual(try await bench.report().rejects, sources, "in the status")
        try expectEqual(report.newest.map(\.number), [4, 3, 2], "numbers")
        try expectEqual(report.problems.map(\.count.count), [3], "counted by their problem")
    }

    private static func keepsTheLastRejects(_ bench: StoreWorkbench) async throws {
        for round in 0..<3 {
            let events = (0..<400).map { reject(bench, excerpt: "\(round) \($0)") }
            try await bench.store.record([try rejects(bench, events)])
            bench.clock.advance(by: .seconds(1))
        }
        try await bench.store.record([try rejects(bench, of: "backend", [reject(bench)])])
        var kept = try await bench.looking().rejects(source: "shop", problem: nil, limit: 10_000)
        try expectEqual(kept.sources.map(\.count), [1200], "counted")
        try expectEqual(kept.newest.map(\.number), Array((201...1200).reversed()), "numbers kept")
        try expectEqual(kept.newest.last?.event.excerpt, "0 200", "the oldest one kept")
        // More at once than are kept.
        try await bench.store.record([try rejects(bench, (0..<2500).map { reject(bench, excerpt: "3 \($0)") })])
        kept = try await bench.looking().rejects(source: "shop", problem: nil, limit: 10_000)
        try expectEqual(kept.sources.map(\.count), [3700], "counted")
        try expectEqual(kept.newest.map(\.number), Array((2701...3700).reversed()), "numbers kept")
        try expectEqual(kept.newest.last?.event.excerpt, "3 1500", "the oldest one kept")
        try expectEqual(kept.problems.map(\.count.count), [3700], "problems")
        let others = try await bench.looking().rejects(source: "backend", problem: nil, limit: 10_000)
        try expectEqual(others.newest.count, 1, "kept of another source")
    }

    private static func boundsProblems(_ bench: StoreWorkbench) async throws {
        for start in [0, 150] {
            let events = (start..<(start + 300)).map { reject(bench, "properties.p\($0)") }
            try await bench.store.record([try rejects(bench, events)])
        }
        let report = try await bench.looking().rejects(source: "shop", problem: nil, limit: 0)
        try expectEqual(report.problems.map(\.count.count).reduce(0, +), 600, "counted in all")
        try expect(report.problems.count <= ProblemKind.limit + 1, "\(report.problems.count) kinds are too many")
        try expectEqual(report.problems.first?.kind, .other, "the rest")
    }

    private static func findsRejects(_ bench: StoreWorkbench) async throws {
        let events = [reject(bench), reject(bench, "event_name", "missing"), reject(bench)]
        try await bench.store.record([
            try rejects(bench, events), try rejects(bench, of: "backend", [reject(bench, "event_name", "missing")]),
        ])
        let store = try await bench.looking()
        let missing = try await store.rejects(source: nil, problem: "Event_name: missing", limit: 10)
        try expectEqual(missing.newest.map(\.source), ["shop", "backend"], "by problem")
        try expectEqual(missing.problems.map(\.source), ["shop", "backend"], "problems")
        let number = try await store.rejects(source: "shop", problem: "number", limit: 10)
        try expectEqual(number.newest.map(\.number), [3, 1], "by source and problem")
        let none = RejectReport(sources: [], problems: [], newest: [])
        try expectEqual(try await store.rejects(source: "orphan", problem: nil, limit: 10), none, "of a source without")
        try expectEqual(try await store.rejects(source: "nowhere", problem: nil, limit: 10), none, "of no source")
    }

    // MARK: Echoes

    private static func echo(
        _ bench: StoreWorkbench, _ eventID: String, _ name: String = "CompletePayment", pixel: String = "PIXEL"
    ) throws -> PixelEcho {
        try require(
            PixelEcho(pixelCode: pixel, tiktokEvent: name, eventID: eventID, seenAt: bench.clock.now), "an echo")
    }

    @discardableResult
    private static func record(_ bench: StoreWorkbench, _ echoes: [PixelEcho]) async throws -> Int {
        try await bench.store.record(echoes, forgettingBefore: bench.clock.now - .seconds(7 * 86400))
    }

    private static func count(
        _ bench: StoreWorkbench, since: Duration = .seconds(86400), _ change: (inout PairQuestion) -> Void = { _ in }
    ) async throws -> [PairCount] {
        var question = PairQuestion(destination: "main", pixelCode: "PIXEL", since: bench.clock.now - since)
        change(&question)
        return try require(try await bench.looking().pairs(question), "pairs")
    }

    private static func keepsEchoesOnce(_ bench: StoreWorkbench) async throws {
        let first = try echo(bench, "e0")
        try expectEqual(try await record(bench, [first, first]), 1, "new")
        bench.clock.advance(by: .seconds(60))
        let others = [try echo(bench, "e0"), try echo(bench, "e0", "Purchase"), try echo(bench, "e0", pixel: "OTHER")]
        try expectEqual(try await record(bench, others), 2, "new")
        try expectEqual(try await count(bench).map(\.tiktokEvent), ["CompletePayment", "Purchase"], "names")
        try expectEqual(try await count(bench, since: .seconds(59)).map(\.tiktokEvent), ["Purchase"], "the later ones")
    }

    private static func forgetsEchoes(_ bench: StoreWorkbench) async throws {
        try await record(bench, try (0..<100).map { try echo(bench, "e\($0)") })
        bench.clock.advance(by: .seconds(7 * 86400 + 1))
        try await record(bench, [try echo(bench, "new")])
        try expectEqual(try await count(bench, since: .seconds(30 * 86400)).map(\.echoes), [1], "echoes")
    }

    private static func pairs(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(4)
        try await record(bench, try (0..<3).map { try echo(bench, "e\($0)") })
        try await record(bench, [try echo(bench, "e3", "Purchase"), try echo(bench, "e2", pixel: "OTHER")])
        bench.clock.advance(by: .seconds(2))
        let lane = try await bench.takeOver().lane
        try await bench.work(lane, limit: 1)
        bench.clock.advance(by: .seconds(600))
        try await bench.work(lane, .delivered(.warnings), limit: 1)
        bench.clock.advance(by: .seconds(50 * 3600))
        try await bench.work(lane)
        let counts = try await count(bench, since: .seconds(4 * 86400))
        try expectEqual(counts.map(\.tiktokEvent), ["CompletePayment", "Purchase"], "names")
        let found = try require(counts.first, "a count")
        try expectEqual([found.server, found.serverOnly], [4, 0], "server")
        try expectEqual([found.echoes, found.pixelOnly, found.paired], [3, 0, 3], "pixel")
        try expectEqual(found.mismatches, ["Purchase": 1], "mismatches")
        try expectEqual(counts.last?.serverNames, ["CompletePayment": 1], "the same from the pixel's side")
        try expectAdded(counts)
        try expectEqual([found.lag.merged, found.lag.dropped, found.lag.countedTwice], [1, 1, 1], "lag")
        try expectEqual(found.lag.quantile(0), .seconds(2), "the shortest lag")
        try expectEqual(found.lag.quantile(1), .seconds(602 + 50 * 3600), "the longest lag")
        let purchase = try await count(bench, since: .seconds(4 * 86400)) { $0.tiktokEvents = ["Purchase"] }
        try expectEqual(purchase.map(\.echoes), [1], "of one name")
        try expectEqual(purchase.map(\.pixelOnly), [0], "its id is the server's too")
        try expectEqual(purchase.map(\.serverNames), [["CompletePayment": 1]], "under another name")
        let none = try await bench.looking().pairs(
            PairQuestion(destination: "nowhere", pixelCode: "PIXEL", since: bench.clock.now))
        try expectEqual(none, nil, "at no destination")
    }

    private static func countsUnpaired(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        try await bench.enqueue(2, "sent")
        try await bench.work(lane)
        try await bench.enqueue(1, "refused")
        try await bench.work(lane, .failed(.rejected))
        try await bench.enqueue(1, "waiting")
        try await bench.enqueue(1, "quiet", name: "refund")
        let ids = ["sent1", "refused0", "waiting0", "nowhere"]
        try await record(bench, try ids.map { try echo(bench, $0) })
        let found = try require(try await count(bench).first, "a count")
        try expectEqual([found.server, found.paired, found.serverOnly], [2, 1, 1], "server")
        try expectEqual([found.echoes, found.pixelOnly, found.waiting, found.notSent], [4, 3, 1, 1], "pixel")
        try await bench.work(lane)
        let all = try require(try await count(bench).first, "a count")
        try expectEqual([all.server, all.serverOnly], [4, 2], "with the event that the pixel does not send")
        let without = try require(try await count(bench) { $0.serverOnlyNames = ["refund"] }.first, "a count")
        try expectEqual([without.server, without.serverOnly], [3, 1], "without it")
    }

    private static func pairsAcrossTheSpan(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        try await bench.enqueue(1, "early")
        try await bench.work(lane)
        try await record(bench, [try echo(bench, "late0")])
        bench.clock.advance(by: .seconds(60))
        try await bench.enqueue(1, "late")
        try await bench.work(lane)
        try await record(bench, [try echo(bench, "early0")])
        let found = try require(try await count(bench, since: .seconds(30)).first, "a count")
        try expectEqual([found.server, found.paired, found.serverOnly], [2, 2, 0], "server")
        try expectEqual([found.echoes, found.pixelOnly], [2, 0], "pixel")
        try expectEqual(found.lag.serverFirst, 1, "pairs that the server sent first")
    }

    private static func countsOtherNames(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        try await bench.enqueue(1, "early")
        try await bench.work(lane)
        bench.clock.advance(by: .seconds(60))
        try await bench.enqueue(3, "o")
        try await bench.work(lane)
        try await bench.enqueue(1, "waiting")
        // o0 under both names, o1 under the other alone, o2 not at all; one from before the span; ids of nobody.
        let names = ["CompletePayment", "Purchase"]
        try await record(bench, try names.map { try echo(bench, "o0", $0) })
        try await record(bench, try ["o1", "early0", "waiting0", "nowhere"].map { try echo(bench, $0, "Purchase") })
        try await record(bench, [try echo(bench, "elsewhere", "Invented")])
        let counts = try await count(bench, since: .seconds(30))
        try expectAdded(counts)
        let pixel = try require(counts.first { $0.tiktokEvent == "Purchase" }, "the pixel's name")
        try expectEqual([pixel.server, pixel.echoes], [0, 5], "the pixel's name")
        try expectEqual([pixel.pixelOnly, pixel.waiting], [2, 1], "of nobody, and of who waits")
        try expectEqual(pixel.serverNames, ["CompletePayment": 3], "what the server says")
        let server = try require(counts.first { $0.tiktokEvent == "CompletePayment" }, "the server's name")
        try expectEqual([server.server, server.paired, server.serverOnly], [4, 1, 1], "the server's name")
        try expectEqual([server.mismatches, server.extraNames], [["Purchase": 2], ["Purchase": 1]], "other names")
        let both = try await count(bench, since: .seconds(30)) { $0.othersEvents = ["Purchase"] }
        try expectAdded(both)
        try expectEqual(both.map(\.tiktokEvent), ["CompletePayment", "Invented"], "without another destination's")
        try expectEqual(both.map(\.mismatched) + both.map(\.extra), [0, 0, 0, 0], "which is no mismatch")
    }

    /// Both sides of each name add up.
    private static func expectAdded(_ counts: [PairCount]) throws {
        for count in counts {
            try expectEqual(count.server, count.paired + count.serverOnly + count.mismatched, "server's sum")
            try expectEqual(count.echoes, count.paired + count.pixelOnly + count.misnamed, "echoes' sum")
        }
    }
}
