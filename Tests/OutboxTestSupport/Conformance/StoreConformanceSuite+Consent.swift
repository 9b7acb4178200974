import OutboxCore

extension StoreConformanceSuite {
    static let consentClaims = [
        StoreClaim("withdrawals are listed newest first, counted, and found by user", listsWithdrawals),
        StoreClaim("who withdrew already is not counted again, and keeps the first time", withdrawsOnce),
        StoreClaim("an event of a user who withdrew is claimed as such", claimsTheWithdrawn),
        StoreClaim("no attempt opens for an event that was held when its user withdrew", refusesTheHeld),
        StoreClaim("no attempt opens for an event that was claimed as withdrawn", refusesTheClaimed),
        StoreClaim("no attempt opens for what came back from another attempt meanwhile", refusesWhatCameBack),
        StoreClaim("what was opened undecided when its user withdrew does not leave", refusesTheUndecided),
        StoreClaim("no attempt opens for an event that is to name another user who withdrew", refusesTheMapped),
        StoreClaim("what was opened undecided does not leave naming another user who withdrew", refusesTheMappedLater),
        StoreClaim("what is in flight when its user withdraws is recorded", recordsTheWithdrawn),
        StoreClaim("what was open when its owner died is claimed as withdrawn", knowsAfterACrash),
        StoreClaim("restored consent lets events go again", sendsAgainAfterRestoring),
        StoreClaim("many withdrawals at once go in steps, as one action", withdrawsMany),
    ]

    /// An event of a user, by one of the names that a user goes by.
    private static func event(
        _ bench: StoreWorkbench, _ id: String, of user: UserDigest, as member: String = "id"
    ) throws -> NewEvent {
        try bench.event(id, body: #"{"event":{"user":{"\#(member)":["\#(user.hexadecimal)"]}}}"#)
    }

    private static func user(_ name: String) throws -> UserDigest {
        try require(UserDigest(bytes: TestDigest.sha256(name)), "a digest of \(name)")
    }

    private static func withdraw(_ bench: StoreWorkbench, _ names: String...) async throws -> Int {
        // By another process than the one that works.
        try await bench.anotherProcess().withdrawConsent(
            of: names.map(user), by: "ann", why: "asked for it", at: bench.clock.now)
    }

    private static func listsWithdrawals(_ bench: StoreWorkbench) async throws {
        let first = bench.clock.now
        try expectEqual(try await withdraw(bench, "kim"), 1, "new")
        bench.clock.advance(by: .seconds(10))
        try expectEqual(try await withdraw(bench, "lee", "max"), 2, "new")
        let all = try await bench.looking().withdrawals(of: nil, limit: 2)
        try expectEqual(all.total, 3, "all")
        try expectEqual(all.newest.map(\.user), [try user("max"), try user("lee")], "newest")
        let kim = try await bench.looking().withdrawals(of: [try user("kim"), try user("nobody")], limit: 10)
        try expectEqual(
            kim.newest, [ConsentWithdrawal(user: try user("kim"), withdrawnAt: first, withdrawnBy: "ann")], "kim")
        let actions = try await bench.looking().operatorActions(limit: 10)
        try expectEqual(actions.map(\.verb), ["consent withdraw", "consent withdraw"], "actions")
        try expectEqual(actions.map(\.changed), [2, 1], "changed")
    }

    private static func withdrawsOnce(_ bench: StoreWorkbench) async throws {
        let first = bench.clock.now
        _ = try await withdraw(bench, "kim")
        bench.clock.advance(by: .seconds(10))
        try expectEqual(try await withdraw(bench, "kim"), 0, "new")
        let found = try await bench.looking().withdrawals(of: nil, limit: 10)
        try expectEqual(found.newest.map(\.withdrawnAt), [first], "time")
    }

    private static func claimsTheWithdrawn(_ bench: StoreWorkbench) async throws {
        let lane = try await bench.takeOver().lane
        let at = bench.clock.now
        _ = try await withdraw(bench, "kim", "lee", "max")
        bench.clock.advance(by: .seconds(1))
        let events = [
            try event(bench, "a", of: user("kim")), try event(bench, "b", of: user("ann")),
            try event(bench, "c", of: user("lee"), as: "email"), try event(bench, "d", of: user("max"), as: "phone"),
            try event(bench, "e", of: user("kim"), as: "email_sha256"),
            try event(bench, "f", of: user("kim"), as: "first_name"), try bench.event("g", body: "not even JSON"),
        ]
        _ = try await bench.store.enqueue(events, fanOut: bench.fanOut)
        let claimed = try await bench.claim(lane)
        try expectEqual(claimed.map(\.consentWithdrawnAt), [at, nil, at, at, at, nil, nil], "withdrawn")
    }

    private static func refusesTheHeld(_ bench: StoreWorkbench) async throws {
        let events = [try event(bench, "a", of: user("kim")), try event(bench, "b", of: user("ann"))]
        let numbers = try await bench.store.enqueue(events, fanOut: bench.fanOut).map(\.number)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        try expect(claimed.allSatisfy { $0.consentWithdrawnAt == nil }, "nobody had withdrawn")
        _ = try await withdraw(bench, "kim")
        let opening = try await bench.tryToOpen(claimed.map(\.key), of: lane)
        try expectEqual(opening, .changed([numbers[0]]), "opening")
        _ = try await bench.open([claimed[1].key], of: lane)
        let again = try await bench.claim(lane)
        try expectEqual(again.map(\.key.event), [numbers[0]], "claimed again")
        try expect(again[0].consentWithdrawnAt != nil, "and known to be withdrawn")
        try await bench.store.settle(
            again.map { StoreWorkbench.outcome($0, .skipped(.consent)) }, of: lane, at: bench.clock.now)
        try expectEqual(try await bench.delivery(numbers[0]).reason, .consent, "reason")
    }

    private static func refusesTheClaimed(_ bench: StoreWorkbench) async throws {
        _ = try await withdraw(bench, "kim")
        let number = try await bench.store.enqueue([event(bench, "a", of: user("kim"))], fanOut: bench.fanOut)[0].number
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        try expectEqual(try await bench.tryToOpen(claimed.map(\.key), of: lane), .changed([number]), "opening")
    }

    private static func refusesWhatCameBack(_ bench: StoreWorkbench) async throws {
        let number = try await bench.store.enqueue([event(bench, "a", of: user("kim"))], fanOut: bench.fanOut)[0].number
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        _ = try await withdraw(bench, "kim")
        var outcome = DeliveryOutcome(key: claimed[0].key, next: .queued(.live, dueAt: bench.clock.now))
        outcome.verdict = .notTaken
        try await bench.close(attempt, of: lane, answer: Answer(.someoneRefused), [outcome])
        // A batch that is bisected is opened again without another claim.
        try expectEqual(try await bench.tryToOpen(claimed.map(\.key), of: lane), .changed([number]), "opening")
    }

    private static func refusesTheUndecided(_ bench: StoreWorkbench) async throws {
        let events = [try event(bench, "a", of: user("kim")), try event(bench, "b", of: user("ann"))]
        let numbers = try await bench.store.enqueue(events, fanOut: bench.fanOut).map(\.number)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane, beforeDeciding: true)
        _ = try await withdraw(bench, "kim")
        let withdrawn = try await bench.store.send(attempt, of: lane, settled: [], at: bench.clock.now)
        try expectEqual(withdrawn, [numbers[0]: bench.clock.now], "told as withdrawn")
        try expect(try await bench.delivery(numbers[0]).isBeingSent, "nothing was written")
        let skipped = StoreWorkbench.outcome(claimed[0], .skipped(.consent))
        let rest = try await bench.store.send(attempt, of: lane, settled: [skipped], at: bench.clock.now)
        try expectEqual(rest, [:], "told as withdrawn")
        try expectEqual(try await bench.delivery(numbers[0]).state, .skipped, "state")
        try expect(try await bench.delivery(numbers[1]).isBeingSent, "the other one is being sent")
    }

    private static func refusesTheMapped(_ bench: StoreWorkbench) async throws {
        _ = try await withdraw(bench, "kim")
        let at = bench.clock.now
        let numbers = try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        try expect(claimed.allSatisfy { $0.consentWithdrawnAt == nil }, "the events name nobody")
        let users = [numbers[0]: [try user("ann"), try user("kim")], numbers[1]: [try user("lee")]]
        var opening = AttemptOpening(
            lane: lane, configuration: bench.registry.configuration, openedAt: at, members: claimed.map(\.key),
            mappedUsers: users)
        try expectEqual(try await bench.store.open(opening), .withdrawn([numbers[0]: at]), "opening")
        // It is held still, and so can be ended.
        try await bench.store.settle(
            [StoreWorkbench.outcome(claimed[0], .skipped(.consent))], of: lane, at: bench.clock.now)
        try expectEqual(try await bench.delivery(numbers[0]).reason, .consent, "reason")
        opening.members.removeFirst()
        opening.mappedUsers[numbers[0]] = nil
        guard case .opened = try await bench.store.open(opening) else {
            throw bench.unexpected("the other one was not opened")
        }
    }

    private static func refusesTheMappedLater(_ bench: StoreWorkbench) async throws {
        _ = try await withdraw(bench, "kim")
        let at = bench.clock.now
        let numbers = try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane, beforeDeciding: true)
        let users = [numbers[0]: [try user("kim")], numbers[1]: [try user("lee")]]
        let withdrawn = try await bench.store.send(
            attempt, of: lane, settled: [], sendings: [], mappedUsers: users, at: at)
        try expectEqual(withdrawn, [numbers[0]: at], "told as withdrawn")
        let skipped = StoreWorkbench.outcome(claimed[0], .skipped(.consent))
        let rest = try await bench.store.send(
            attempt, of: lane, settled: [skipped], sendings: [], mappedUsers: users, at: at)
        try expectEqual(rest, [:], "told as withdrawn")
        try expectEqual(try await bench.delivery(numbers[0]).reason, .consent, "reason")
        try expect(try await bench.delivery(numbers[1]).isBeingSent, "the other one is being sent")
    }

    private static func recordsTheWithdrawn(_ bench: StoreWorkbench) async throws {
        let number = try await bench.store.enqueue([event(bench, "a", of: user("kim"))], fanOut: bench.fanOut)[0].number
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        _ = try await withdraw(bench, "kim")
        try await bench.close(attempt, of: lane, [StoreWorkbench.outcome(claimed[0], .delivered(nil))])
        try expectEqual(try await bench.delivery(number).state, .delivered, "state")
    }

    private static func knowsAfterACrash(_ bench: StoreWorkbench) async throws {
        _ = try await bench.store.enqueue([event(bench, "a", of: user("kim"))], fanOut: bench.fanOut)
        let lane = try await bench.takeOver().lane
        _ = try await bench.open(try await bench.claim(lane).map(\.key), of: lane)
        _ = try await withdraw(bench, "kim")
        try await bench.kill(bench.store)
        let store = try await bench.anotherProcess()
        let next = try await bench.takeOver(by: store).lane
        let claimed = try await bench.claim(next, by: store)
        try expectEqual(claimed.map { $0.consentWithdrawnAt != nil }, [true], "withdrawn")
        try expect(claimed[0].firstSentAt != nil, "it may have arrived before")
        guard case .changed = try await bench.tryToOpen(claimed.map(\.key), of: next, by: store) else {
            throw bench.unexpected("it was opened again")
        }
    }

    private static func sendsAgainAfterRestoring(_ bench: StoreWorkbench) async throws {
        _ = try await bench.store.enqueue([event(bench, "a", of: user("kim"))], fanOut: bench.fanOut)
        let lane = try await bench.takeOver().lane
        _ = try await withdraw(bench, "kim", "lee")
        let claimed = try await bench.claim(lane)
        try expect(claimed[0].consentWithdrawnAt != nil, "withdrawn")
        await bench.store.release(claimed.map(\.key.event), of: lane)
        let restored = try await bench.looking().restoreConsent(
            of: [try user("kim"), try user("nobody")], by: "ann", why: "", at: bench.clock.now)
        try expectEqual(restored, 1, "restored")
        let again = try await bench.claim(lane)
        try expectEqual(again.map(\.consentWithdrawnAt), [nil], "withdrawn")
        _ = try await bench.open(again.map(\.key), of: lane)
        let left = try await bench.looking().withdrawals(of: nil, limit: 10)
        try expectEqual(left.newest.map(\.user), [try user("lee")], "left")
    }

    private static func withdrawsMany(_ bench: StoreWorkbench) async throws {
        let users = try (0..<1300).map { try user("user \($0)") }
        let store = try await bench.looking()
        try expectEqual(
            try await store.withdrawConsent(of: users, by: "ann", why: "a list", at: bench.clock.now), 1300, "new")
        try expectEqual(try await store.withdrawals(of: nil, limit: 1).total, 1300, "in force")
        let actions = try await store.operatorActions(limit: 10)
        try expectEqual(actions.map(\.changed), [1300], "changed, by action")
        try expectEqual(
            try await store.restoreConsent(of: users, by: "ann", why: "", at: bench.clock.now), 1300, "back")
    }
}

extension UserDigest {
    /// The 64 hexadecimal digits, as an event carries them.
    fileprivate var hexadecimal: String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
