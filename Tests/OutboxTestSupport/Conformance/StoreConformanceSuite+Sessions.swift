import OutboxCore

extension StoreConformanceSuite {
    static let sessionClaims = [
        StoreClaim("a test session is kept as it was started, and written down", startsASession),
        StoreClaim("a session at an unknown destination is none", startsNoSession),
        StoreClaim("a claim tells the sessions of its destination, as of its moment", claimsWithSessions),
        StoreClaim("a session is over at its end, without anybody's doing", endsByItself),
        StoreClaim("a stopped session ends there, and once", stopsASession),
        StoreClaim("sessions that ended long ago are told no more", forgetsOldSessions),
    ]

    private static func start(
        _ bench: StoreWorkbench, _ code: String, at destination: String = "main", lasting: Duration = .seconds(7200)
    ) async throws -> TestSession {
        let session = try await bench.looking().startSession(
            destination: destination, match: #"user.id: "1042""#, code: code, lasting: lasting, by: "ann",
            at: bench.clock.now)
        return try require(session, "a session at \(destination)")
    }

    private static func startsASession(_ bench: StoreWorkbench) async throws {
        let session = try await start(bench, "TEST1")
        let expected = TestSession(
            id: session.id, destination: "main", match: #"user.id: "1042""#, code: "TEST1",
            startedAt: bench.clock.now, endsAt: bench.clock.now + .seconds(7200), startedBy: "ann")
        try expectEqual(session, expected, "session")
        let other = try await start(bench, "TEST2", at: "second")
        let listed = try await bench.anotherProcess().sessions(endingSince: bench.clock.now)
        try expectEqual(listed, [other, session], "listed")
        let action = try require(try await bench.looking().operatorActions(limit: 5).last, "an action")
        try expectEqual([action.verb, action.by], ["session start", "ann"], "action")
        try expect(!action.subject.contains("1042"), "no person is named in the record")
    }

    private static func startsNoSession(_ bench: StoreWorkbench) async throws {
        let session = try await bench.store.startSession(
            destination: "nowhere", match: "a: b", code: "T", lasting: .seconds(60), by: "ann", at: bench.clock.now)
        try expectEqual(session, nil, "session")
        try expectEqual(
            try await bench.store.stopSession(TestSessionID(99), by: "ann", at: bench.clock.now), nil, "stop")
        try expectEqual(try await bench.store.operatorActions(limit: 5), [], "actions")
    }

    private static func claimsWithSessions(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        try expectEqual(try await bench.store.claim(lane, limit: 1, now: bench.clock.now).sessions, [], "none yet")
        let first = try await start(bench, "TEST1")
        let second = try await start(bench, "TEST2", lasting: .seconds(60))
        _ = try await start(bench, "ELSEWHERE", at: "second")
        let claim = try await bench.store.claim(lane, limit: 1, now: bench.clock.now)
        try expectEqual(Set(claim.sessions), [first, second], "two at once")
    }

    private static func endsByItself(_ bench: StoreWorkbench) async throws {
        let session = try await start(bench, "TEST1", lasting: .seconds(60))
        let lane = try await bench.takeOver().lane
        try expect(session.isRunning(at: bench.clock.now), "it runs")
        let during = bench.clock.now + .seconds(59)
        bench.clock.advance(by: .seconds(60))
        let claim = try await bench.store.claim(lane, limit: 1, now: bench.clock.now)
        let told = try require(claim.sessions.first, "the session that ended")
        try expect(!told.isRunning(at: bench.clock.now), "it is over")
        try expect(told.covers(during), "what came before its end belongs to it")
        try expect(!told.covers(bench.clock.now), "what comes now does not")
        try expectEqual(try await bench.looking().sessions(endingSince: bench.clock.now + .seconds(1)), [], "listed")
    }

    private static func stopsASession(_ bench: StoreWorkbench) async throws {
        let session = try await start(bench, "TEST1")
        bench.clock.advance(by: .seconds(60))
        let stoppedAt = bench.clock.now
        for _ in 0..<2 {
            let stopped = try await bench.anotherProcess().stopSession(session.id, by: "bob", at: bench.clock.now)
            try expectEqual(stopped?.stoppedAt, stoppedAt, "stopped at")
            bench.clock.advance(by: .seconds(60))
        }
        let lane = try await bench.takeOver().lane
        let told = try await bench.store.claim(lane, limit: 1, now: bench.clock.now).sessions
        try expectEqual(told.map(\.end), [stoppedAt], "end")
        let actions = try await bench.looking().operatorActions(limit: 5)
        try expectEqual(actions.map(\.verb), ["session stop", "session start"], "actions")
        try expectEqual(try await bench.looking().sessions(endingSince: stoppedAt + .seconds(1)), [], "listed")
    }

    private static func forgetsOldSessions(_ bench: StoreWorkbench) async throws {
        _ = try await start(bench, "TEST1", lasting: .seconds(60))
        let lane = try await bench.takeOver().lane
        bench.clock.advance(by: TestSession.memory)
        try expectEqual(try await bench.store.claim(lane, limit: 1, now: bench.clock.now).sessions.count, 1, "told")
        bench.clock.advance(by: .seconds(61))
        try expectEqual(try await bench.store.claim(lane, limit: 1, now: bench.clock.now).sessions.count, 0, "told")
    }
}
