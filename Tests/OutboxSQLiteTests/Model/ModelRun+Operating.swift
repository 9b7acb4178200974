import OutboxCore
import OutboxTestSupport

// Operators, in either process.
extension ModelRun {
    func pauseOrResume(_ index: Int) async throws {
        let paused = model.destinations.filter { $0.value.pause != nil }.keys.sorted()
        let id = paused.randomElement(using: &random) ?? randomDestination()
        guard let destination = model.destinations[id] else { return }
        let store = try store(index)
        if destination.pause == nil ? random.oneIn(2) : random.oneIn(6) {
            let pause = Pause(cause: .operator, by: "ann", why: "", at: clock.now)
            let isKnown = try await store.pause(destination: destination.name, pause: pause)
            try Violation.unless(isKnown, "\(destination.name) is not known")
            model.replacePause(of: id, with: pause, now: clock.now)
        } else {
            _ = try await store.resume(destination: destination.name, by: "ann", why: "", at: clock.now)
            if destination.pause != nil { model.replacePause(of: id, with: nil, now: clock.now) }
        }
        if random.oneIn(4) {
            try await store.hurry(destinations: [destination.name], at: clock.now)
            model.destinations[id]?.hurryRequestedAt = clock.now
        }
    }

    func change(_ index: Int) async throws {
        let change: BulkChange =
            random.pick([
                (3, .cancel), (4, .retry(evenIfCountedTwice: false)), (1, .retry(evenIfCountedTwice: true)),
                (4, .replay(evenIfCountedTwice: false, undeduplicated: ["app"])),
                (1, .replay(evenIfCountedTwice: true, undeduplicated: ["app"])),
            ]) ?? .cancel
        var selection = DeliverySelection()
        if random.oneIn(2) {
            let numbers = model.events.keys.sorted().shuffled(using: &random)
            selection.events = Array(numbers.prefix(Int.random(in: 1...8, using: &random)))
        }
        if random.oneIn(2) { selection.destination = model.destinations[randomDestination()]?.name }
        // To cancel everything would leave nothing to work on.
        if selection.events == nil, change == .cancel { selection.eventName = "purchase" }
        if random.oneIn(3) {
            selection.states = [
                random.pick([(2, .failed), (2, .queued), (1, .cancelled), (2, .delivered), (2, .skipped)]) ?? .failed
            ]
        }
        if random.oneIn(5) { selection.reasons = [.mayCountTwice, .rejected] }
        if random.oneIn(5) { selection.since = clock.now - .seconds(3600) }
        let isPreview = random.oneIn(4)
        let found = try await store(index).change(
            selection, change, isPreview: isPreview, by: "ann", why: "model", now: clock.now)
        let expected = model.change(selection, change, now: clock.now, isPreview: isPreview)
        note("\(change) \(selection) changed \(expected.changed.count)")
        try Violation.unless(
            found.changed == expected.changed.count && found.left == expected.left
                && found.beingSent == expected.beingSent && found.held == expected.held,
            "a change gave \(found) instead of \(expected)")
        try Violation.unless(
            found.sample.count == min(5, expected.changed.count), "a sample of \(found.sample.count) lines")
        meet("change refused for what is being sent", expected.beingSent)
        meet("replay held", expected.held)
        if case .replay = change, !isPreview { meet("replayed", expected.changed.count) }
        if !isPreview { touch(expected.changed) }
    }

    /// Deliveries at another destination, of events that came before.
    func replayElsewhere(_ index: Int) async throws {
        let id = randomDestination()
        guard let name = model.destinations[id]?.name else { return }
        var selection = EventSelection()
        let numbers = model.events.keys.sorted().shuffled(using: &random)
        selection.events = random.oneIn(3) ? nil : Array(numbers.prefix(Int.random(in: 1...8, using: &random)))
        if selection.events == nil { selection.sources = [random.pick([(1, "shop"), (1, "orphan")]) ?? "shop"] }
        if random.oneIn(3) { selection.eventName = "purchase" }
        if random.oneIn(5) { selection.since = clock.now - .seconds(3600) }
        let isPreview = random.oneIn(4)
        let found = try await store(index).replay(
            selection, LateReplay(to: name), isPreview: isPreview, by: "ann", why: "model", now: clock.now)
        let expected = model.replay(selection, to: id, now: clock.now, isPreview: isPreview)
        let isRight =
            found?.changed == expected.changed && found?.left == expected.left
            && found?.sample.count == min(5, expected.changed)
        try Violation.unless(isRight, "a replay to \(name) gave \(String(describing: found)) instead of \(expected)")
        if !isPreview { meet("replayed to another destination", expected.changed) }
        meet("waiting elsewhere when replayed", expected.moved.count)
        touch(expected.moved)
    }

    /// Notes that deliveries which processes may hold were changed.
    private func touch(_ ids: [OutboxModel.DeliveryID]) {
        for id in ids {
            for process in processes.indices where processes[process]?.lanes[id.destination]?.held[id.event] != nil {
                processes[process]?.lanes[id.destination]?.touched.insert(id.event)
            }
        }
    }

    /// Users withdraw their consent, or think better of it.
    func changeConsent(_ index: Int) async throws {
        let users = (0...Int.random(in: 0...2, using: &random)).map { _ in
            Self.user(Int.random(in: 0..<Self.usersCount, using: &random))
        }
        let store = try store(index)
        if model.withdrawn.count < Self.usersCount / 3, random.oneIn(2) {
            let expected = Set(users).count { model.withdrawn[$0] == nil }
            let found = try await store.withdrawConsent(of: users, by: "ann", why: "model", at: clock.now)
            try Violation.unless(found == expected, "\(found) withdrew instead of \(expected)")
            for user in users where model.withdrawn[user] == nil { model.withdrawn[user] = clock.now }
            for process in processes.indices {
                for (id, worked) in processes[process]?.lanes ?? [:] {
                    let touched = worked.held.keys.filter { model.users[$0].map(users.contains) ?? false }
                    processes[process]?.lanes[id]?.touched.formUnion(touched)
                }
            }
        } else {
            let users = users + model.withdrawn.keys.prefix(2)
            let expected = Set(users).count { model.withdrawn[$0] != nil }
            let found = try await store.restoreConsent(of: users, by: "ann", why: "model", at: clock.now)
            try Violation.unless(found == expected, "\(found) were restored instead of \(expected)")
            for user in users { model.withdrawn[user] = nil }
        }
        let found = try await store.withdrawals(of: nil, limit: 100)
        let inForce = Dictionary(uniqueKeysWithValues: found.newest.map { ($0.user, $0.withdrawnAt) })
        try Violation.unless(
            inForce == model.withdrawn && found.total == inForce.count, "\(found) instead of \(model.withdrawn)")
    }

    func changeSessions(_ index: Int) async throws {
        let store = try store(index)
        let name = model.destinations[randomDestination()]?.name ?? ""
        if random.oneIn(2), let session = model.sessions.randomElement(using: &random) {
            let stopped = try await store.stopSession(session.id, by: "ann", at: clock.now)
            guard let place = model.sessions.firstIndex(of: session) else { return }
            if session.stoppedAt == nil, clock.now < session.endsAt { model.sessions[place].stoppedAt = clock.now }
            try Violation.unless(stopped == model.sessions[place], "stopped: \(String(describing: stopped))")
        } else {
            let session = try await store.startSession(
                destination: name, match: "user.id: x", code: "TEST", lasting: .seconds(600), by: "ann",
                at: clock.now)
            guard let session else { throw Violation("no session at \(name)") }
            model.sessions.append(session)
        }
    }
}
