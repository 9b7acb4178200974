import OutboxCore
import OutboxTestSupport

// Requests: opened, decided, answered in every way, in time and too late.
extension ModelRun {
    /// What a worker must not send: it may have arrived already, and could count twice.
    private func mustHold(_ claimed: ClaimedDelivery, _ id: DestinationID) -> Bool {
        guard let firstSentAt = claimed.firstSentAt else { return claimed.consentWithdrawnAt != nil && random.oneIn(2) }
        let isDeduplicated = model.destinations[id]?.mayResend == true && claimed.eventID != nil
        return !isDeduplicated || clock.now - firstSentAt > OutboxModel.resendWindow
    }

    func open(_ index: Int) async throws {
        guard let id = randomLane(index, where: { !$0.held.isEmpty }), let worked = processes[index]?.lanes[id]
        else { return }
        let fit = worked.held.values.filter { !mustHold($0, id) }.sorted { $0.key.event < $1.key.event }
        let members = fit.filter { _ in !random.oneIn(3) }.shuffled(using: &random)
        guard !members.isEmpty else { return }
        var opening = AttemptOpening(
            lane: worked.lane, configuration: registry.configuration, openedAt: clock.now,
            members: members.map(\.key), isBeforeDeciding: random.oneIn(3))
        if !opening.isBeforeDeciding { opening.mappedUsers = mappedUsers(of: members) }
        let named = withdrawals(among: opening.mappedUsers)
        let result = try await store(index).open(opening)
        note("\(result)")
        switch result {
        case .opened(let attempt):
            meet("opened")
            try Violation.unless(named.isEmpty, "opened, though \(named.keys) name users who withdrew")
            try model.open(opening, as: attempt)
            letGo(members.map(\.key.event), index, id)
            processes[index]?.lanes[id]?.open[attempt] = Request(
                members: members, isSending: !opening.isBeforeDeciding)
        case .paused:
            try Violation.unless(model.destinations[id]?.pause != nil, "an opening was refused for a pause without one")
            meet("opening refused while paused")
        case .withdrawn(let events):
            try Violation.unless(!named.isEmpty && events == named, "\(events) name who withdrew, not \(named)")
            meet("opening refused for mapped users", named.count)
            let outcomes = members.filter { named[$0.key.event] != nil }.map {
                DeliveryOutcome(key: $0.key, next: .skipped(.consent), detail: "withdrawn")
            }
            try await store(index).settle(outcomes, of: worked.lane, at: clock.now)
            model.settle(outcomes, of: worked.lane)
            letGo(named.keys, index, id)
        case .changed(let changed):
            let gone = members.map(\.key.event).filter { event in
                model.deliveries[OutboxModel.DeliveryID(destination: id, event: event)]?.state != .queued
            }
            let withdrawn = members.map(\.key.event).filter(model.isWithdrawn)
            try Violation.unless(
                Set(withdrawn).isSubset(of: changed), "withdrawn: \(withdrawn), and changed: \(changed)")
            meet("opening refused for withdrawn consent", withdrawn.count)
            try Violation.unless(
                !changed.isEmpty && Set(gone).isSubset(of: changed), "changed: \(changed), not \(gone)")
            try Violation.unless(
                worked.touched.isSuperset(of: changed), "\(changed) were called changed, and nobody touched them")
            letGo(changed, index, id)
            meet("opening refused for a changed member")
        }
    }

    /// What a map adds to some of the members: one user, or two. Drawn from their numbers and the time.
    private func mappedUsers(of members: [ClaimedDelivery]) -> [EventNumber: [UserDigest]] {
        var users: [EventNumber: [UserDigest]] = [:]
        for member in members {
            let draw = Int(member.key.event.rawValue + clock.now.milliseconds / 1000)
            guard draw.isMultiple(of: 4) else { continue }
            users[member.key.event] = (0...draw % 3 / 2).map { Self.user((draw / 4 + $0) % Self.usersCount) }
        }
        return users
    }

    private func withdrawals(among users: [EventNumber: [UserDigest]]) -> [EventNumber: Timestamp] {
        users.compactMapValues { $0.compactMap { model.withdrawn[$0] }.min() }
    }

    func send(_ index: Int) async throws {
        let isFit: (WorkedLane) -> Bool = { $0.open.contains { !$0.value.isSending } }
        guard let id = randomLane(index, where: isFit), let worked = processes[index]?.lanes[id],
            let attempt = worked.open.filter({ !$0.value.isSending }).keys.sorted().randomElement(using: &random),
            let request = worked.open[attempt]
        else { return }
        var settled = request.members.filter { _ in random.oneIn(3) }
        var outcomes = settled.map { settlement(of: $0, id) }
        let mapped = mappedUsers(of: request.members)
        let named = withdrawals(among: mapped)
        let rested = request.members.filter {
            !settled.contains($0) && (model.isWithdrawn($0.key.event) || named[$0.key.event] != nil)
        }
        let withdrawn = try await store(index).send(
            attempt, of: worked.lane, settled: outcomes, sendings: [], mappedUsers: mapped, at: clock.now)
        try Violation.unless(
            Set(withdrawn.keys) == Set(rested.map(\.key.event)),
            "\(withdrawn.keys) withdrew, not \(rested.map(\.key.event))")
        if !rested.isEmpty {
            meet("withdrawn between opening and sending", rested.count)
            meet("mapped users withdrew before sending", rested.count { named[$0.key.event] != nil })
            settled += rested
            outcomes += rested.map { DeliveryOutcome(key: $0.key, next: .skipped(.consent), detail: "withdrawn") }
            _ = try await store(index).send(
                attempt, of: worked.lane, settled: outcomes, sendings: [], mappedUsers: mapped, at: clock.now)
        }
        try model.send(attempt, of: worked.lane, settled: outcomes)
        let rest = request.members.filter { !settled.contains($0) }
        processes[index]?.lanes[id]?.open[attempt] = rest.isEmpty ? nil : Request(members: rest, isSending: true)
    }

    func settle(_ index: Int) async throws {
        guard let id = randomLane(index, where: { !$0.held.isEmpty }), let worked = processes[index]?.lanes[id]
        else { return }
        let settled = worked.held.values.sorted { $0.key.event < $1.key.event }
            .filter { mustHold($0, id) || random.oneIn(4) }
        guard !settled.isEmpty else { return }
        let outcomes = settled.map { settlement(of: $0, id) }
        try await store(index).settle(outcomes, of: worked.lane, at: clock.now)
        let touched = outcomes.filter { worked.touched.contains($0.key.event) }
        model.settle(outcomes.filter { !worked.touched.contains($0.key.event) }, of: worked.lane)
        meet("settled what was changed meanwhile", touched.count)
        let rows = touched.isEmpty ? [:] : try ledger.deliveries()
        for outcome in touched {
            // Cancelled and retried meanwhile: left as it is now, or settled as it was claimed.
            let key = OutboxModel.DeliveryID(destination: id, event: outcome.key.event)
            if rows[key]?.asInRow != model.deliveries[key]?.asInRow { model.settle([outcome], of: worked.lane) }
        }
        letGo(settled.map(\.key.event), index, id)
        meet("held by the worker", outcomes.count { $0.next == .failed(.mayCountTwice) })
    }

    private func settlement(of claimed: ClaimedDelivery, _ id: DestinationID) -> DeliveryOutcome {
        var outcome = DeliveryOutcome(key: claimed.key, next: .skipped(.filter), detail: "decided")
        if claimed.consentWithdrawnAt != nil {
            outcome.next = .skipped(.consent)
            return outcome
        }
        if mustHold(claimed, id) {
            outcome.next = .failed(.mayCountTwice)
            return outcome
        }
        outcome.next =
            random.pick([
                (3, .skipped(.unmapped)), (1, .skipped(.dryRun)), (1, .failed(.invalid)),
                (1, .queued(claimed.key.deliveryClass, dueAt: clock.now + .seconds(5))),
            ]) ?? outcome.next
        return outcome
    }

    // Answers

    func close(_ index: Int) async throws {
        guard let id = randomLane(index, where: { !$0.sending.isEmpty }), let worked = processes[index]?.lanes[id],
            let attempt = worked.sending.randomElement(using: &random)
        else { return }
        let closing = answer(attempt, worked, id)
        try await store(index).close(closing)
        try model.close(closing)
        processes[index]?.lanes[id]?.open[attempt] = nil
    }

    func closeSeveral(_ index: Int) async throws {
        guard let id = randomLane(index, where: { $0.sending.count > 1 }), let worked = processes[index]?.lanes[id]
        else { return }
        let store = try store(index)
        let closings = worked.sending.map { answer($0, worked, id, mayPause: false) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for closing in closings { group.addTask { try await store.close(closing) } }
            try await group.waitForAll()
        }
        for closing in closings {
            try model.close(closing)
            processes[index]?.lanes[id]?.open[closing.attempt] = nil
        }
    }

    /// An answer to an open request, with the outcomes that a worker would draw from it.
    func answer(
        _ attempt: AttemptID, _ worked: WorkedLane, _ id: DestinationID, mayPause: Bool = true
    ) -> AttemptClosing {
        let members = worked.open[attempt]?.members ?? []
        var closing = AttemptClosing(
            lane: worked.lane, attempt: attempt, closedAt: clock.now, answer: Answer(.delivered), outcomes: [])
        let kind = random.pick(AnswerKind.weights) ?? .delivered
        if kind == .credentials, mayPause { closing.pause = lanesPause() }
        let refused = Int.random(in: 0..<max(1, members.count), using: &random)
        for (position, member) in members.enumerated() {
            closing.outcomes.append(outcome(kind, member, id, isRefused: position == refused))
        }
        closing.answer.request = Array("request".utf8)
        closing.answer.response = Array("response".utf8)
        return closing
    }

    private func outcome(
        _ kind: AnswerKind, _ member: ClaimedDelivery, _ id: DestinationID, isRefused: Bool
    ) -> DeliveryOutcome {
        var outcome = DeliveryOutcome(key: member.key, next: .delivered(nil), sentEventID: member.eventID)
        outcome.spendsAttempt = true
        let again = DeliveryOutcome.Next.queued(
            .retry, dueAt: clock.now + .seconds(Int64.random(in: 0...60, using: &random)))
        switch kind {
        case .delivered, .warnings, .validated:
            let words: [AnswerKind: (DeliveryReason, Verdict)] = [
                .warnings: (.warnings, .deliveredWithWarnings), .validated: (.validated, .validated),
            ]
            (outcome.next, outcome.verdict) = (.delivered(words[kind]?.0), words[kind]?.1 ?? .delivered)
            outcome.mayHaveArrived = true
        case .refused where isRefused:
            (outcome.next, outcome.verdict) = (.failed(.rejected), .refused)
        case .refused, .credentials:
            outcome.next = .queued(member.key.deliveryClass, dueAt: clock.now)
            outcome.verdict = kind == .refused ? .notTaken : .credentials
            outcome.spendsAttempt = false
        case .failedToConnect:
            (outcome.next, outcome.verdict) = (again, .tryLater)
        case .timedOut:
            outcome.mayHaveArrived = true
            outcome.verdict = .tryLater
            let isDeduplicated = model.destinations[id]?.mayResend == true && member.eventID != nil
            outcome.next = isDeduplicated ? again : .failed(.mayCountTwice)
        }
        return outcome
    }

    enum AnswerKind: Hashable {
        case delivered, warnings, validated, refused, credentials, failedToConnect, timedOut

        static let weights: [(weight: Int, element: AnswerKind)] = [
            (5, .delivered), (1, .warnings), (1, .validated), (2, .refused), (1, .credentials), (2, .failedToConnect),
            (4, .timedOut),
        ]
    }

    /// Comes back to a request whose lane was given back: everything is refused, or at least recorded once.
    func answerLate(_ index: Int) async throws {
        guard let late = processes[index]?.late.randomElement(using: &random) else { return }
        let store = try store(index)
        let worked = WorkedLane(
            lane: late.lane, open: [late.attempt: Request(members: late.members, isSending: true)])
        let closing = answer(late.attempt, worked, late.lane.destination)
        do {
            try await store.close(closing)
            try model.close(closing)
        } catch StoreError.laneLost {
            meet("late answer refused")
        }
        let opening = AttemptOpening(
            lane: late.lane, configuration: nil, openedAt: clock.now, members: late.members.map(\.key))
        do {
            if case .opened(let attempt) = try await store.open(opening) { try model.open(opening, as: attempt) }
        } catch StoreError.laneLost {}
        let outcomes = late.members.map { DeliveryOutcome(key: $0.key, next: .skipped(.filter)) }
        do {
            try await store.settle(outcomes, of: late.lane, at: clock.now)
            throw Violation("an owner of the past settled \(late.members.map(\.key.event))")
        } catch StoreError.laneLost {}
    }
}

extension ModelRun.WorkedLane {
    /// The requests that are on their way.
    var sending: [AttemptID] { open.filter(\.value.isSending).keys.sorted() }
}
