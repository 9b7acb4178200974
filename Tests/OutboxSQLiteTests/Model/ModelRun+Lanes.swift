import OutboxCore
import OutboxTestSupport

// Owners: take-over, giving back, claims.
extension ModelRun {
    func takeOver(_ index: Int) async throws {
        let id = randomDestination()
        guard processes[index]?.lanes[id] == nil, let destination = model.destinations[id] else { return }
        let isOwned = processes.contains { $0?.lanes[id] != nil }
        let request = TakeOverRequest(
            destination: id, owner: "process \(index)", now: clock.now, mayResend: destination.mayResend)
        do {
            let takeOver = try await store(index).takeOver(request)
            try Violation.unless(!isOwned, "\(destination.name) has two owners")
            try Violation.unless(
                takeOver.followsCrash == !destination.isGivenBack,
                "a take-over says it follows a crash: \(takeOver.followsCrash)")
            try expect(takeOver.status, of: id)
            let unknown = try model.takeOver(takeOver.lane, now: clock.now)
            try Violation.unless(
                takeOver.unknownAttempts == unknown,
                "\(takeOver.unknownAttempts) attempts were called unknown instead of \(unknown)")
            meet("unknown attempt", unknown)
            processes[index]?.lanes[id] = WorkedLane(lane: takeOver.lane)
        } catch StoreError.laneOwned {
            try Violation.unless(isOwned, "\(destination.name) has no owner, and was refused")
            meet("take-over refused")
        }
    }

    private func expect(_ status: LaneStatus, of id: DestinationID) throws {
        guard let destination = model.destinations[id] else { return }
        let expected = LaneStatus(
            pause: destination.pause, rate: destination.rate, tokenDigest: destination.tokenDigest,
            hurryRequestedAt: destination.hurryRequestedAt,
            pausedMilliseconds: destination.pausedMilliseconds(at: clock.now))
        try Violation.unless(status == expected, "lane status \(status) instead of \(expected)")
    }

    /// Gives a lane back, sometimes before the answers to its open requests came.
    func giveBack(_ index: Int) async throws {
        guard let id = randomLane(index), let worked = processes[index]?.lanes[id] else { return }
        try await store(index).giveBack(worked.lane, at: clock.now)
        model.destinations[id]?.isGivenBack = true
        processes[index]?.lanes[id] = nil
        for (attempt, request) in worked.open {
            processes[index]?.late.append(LateAnswer(lane: worked.lane, attempt: attempt, members: request.members))
        }
    }

    func claim(_ index: Int) async throws {
        guard let id = randomLane(index), let worked = processes[index]?.lanes[id] else { return }
        let limit = Int.random(in: 1...12, using: &random)
        let claim = try await store(index).claim(worked.lane, limit: limit, now: clock.now)
        try expect(claim.status, of: id)
        let waiting = model.deliveries.filter { key, delivery in
            key.destination == id && delivery.state == .queued && delivery.openIn == nil
                && worked.held[key.event] == nil
        }
        let due = waiting.filter { $0.value.dueAt <= clock.now }
        let expected = model.destinations[id]?.pause == nil ? min(limit, due.count) : 0
        try Violation.unless(
            claim.deliveries.count == expected, "\(claim.deliveries.count) were claimed instead of \(expected)")
        for deliveryClass in DeliveryClass.allCases {
            let claimed = claim.deliveries.filter { $0.key.deliveryClass == deliveryClass }.map(\.key.event)
            let best = due.filter { $0.value.deliveryClass == deliveryClass }
                .sorted { ($0.value.dueAt, $0.key.event) < ($1.value.dueAt, $1.key.event) }.map(\.key.event)
            // What came in while the clock was set back may be passed over for some claims, but never disordered.
            try Violation.unless(
                claimed == best.filter(Set(claimed).contains), "\(deliveryClass): claimed \(claimed) of \(best)")
        }
        for delivery in claim.deliveries { try expect(delivery, at: id) }
        for delivery in claim.deliveries { processes[index]?.lanes[id]?.held[delivery.key.event] = delivery }
        for delivery in claim.deliveries where delivery.consentWithdrawnAt != nil {
            processes[index]?.lanes[id]?.touched.insert(delivery.key.event)
        }
        let sessions = model.sessions.filter {
            $0.destination == model.destinations[id]?.name && $0.endsAt > clock.now - TestSession.memory
        }
        try Violation.unless(Set(claim.sessions) == Set(sessions), "\(claim.sessions) instead of \(sessions)")
        if model.destinations[id]?.pause == nil {
            let claimed = Set(claim.deliveries.map(\.key.event))
            let next = waiting.filter { !claimed.contains($0.key.event) }.map(\.value.dueAt).min()
            // Which of several that are due comes first is not the point; that one is due is.
            let isDue = next.map { $0 <= clock.now } ?? false
            let isRight = isDue ? claim.nextDueAt.map { $0 <= clock.now } == true : claim.nextDueAt == next
            let (found, expected) = (claim.nextDueAt?.iso8601 ?? "never", next?.iso8601 ?? "never")
            try Violation.unless(isRight, "next due \(found) instead of \(expected)")
        }
    }

    private func expect(_ claimed: ClaimedDelivery, at id: DestinationID) throws {
        let key = OutboxModel.DeliveryID(destination: id, event: claimed.key.event)
        guard let delivery = model.deliveries[key], let event = model.events[key.event] else {
            throw Violation("\(key) was claimed and does not exist")
        }
        var found = delivery
        (found.attempts, found.losses) = (claimed.attempts, claimed.losses)
        (found.firstSentAt, found.firstOpenedAt) = (claimed.firstSentAt, claimed.firstOpenedAt)
        found.pausedAtFirstOpening = claimed.pausedMillisecondsAtFirstOpening
        found.evenIfCountedTwice = claimed.evenIfCountedTwice
        let withdrawnAt = model.users[key.event].flatMap { model.withdrawn[$0] }
        try Violation.unless(
            claimed.consentWithdrawnAt == withdrawnAt,
            "consent: claimed as \(claimed), withdrawn: \(withdrawnAt != nil)")
        (found.deliveryClass, found.dueAt) = (claimed.key.deliveryClass, claimed.dueAt)
        try Violation.unless(found == delivery, "claimed as \(claimed) instead of \(delivery)")
        let isSameEvent =
            claimed.key.source == event.source && claimed.eventName == event.name && claimed.eventID == event.eventID
            && claimed.receivedAt == event.receivedAt && claimed.record != nil
        try Violation.unless(isSameEvent, "claimed as \(claimed) instead of \(event)")
        let twins = event.eventID.map { eventID in model.events.count { $0.value.eventID == eventID } } ?? 1
        try Violation.unless(claimed.hasTwins == (twins > 1), "\(key) has twins: \(claimed.hasTwins)")
    }

    func release(_ index: Int) async throws {
        guard let id = randomLane(index, where: { !$0.held.isEmpty }), let worked = processes[index]?.lanes[id]
        else { return }
        let events = worked.held.keys.sorted().filter { _ in random.oneIn(2) }
        try await store(index).release(events, of: worked.lane)
        letGo(events, index, id)
    }

    /// Forgets what the process held.
    func letGo(_ events: some Sequence<EventNumber>, _ index: Int, _ id: DestinationID) {
        for event in events {
            processes[index]?.lanes[id]?.held[event] = nil
            processes[index]?.lanes[id]?.touched.remove(event)
        }
    }

    func keep(_ index: Int) async throws {
        guard let id = randomLane(index), let worked = processes[index]?.lanes[id] else { return }
        let rate = random.oneIn(2) ? nil : Double(Int.random(in: 1...100, using: &random))
        let digest = "digest \(Int.random(in: 1...3, using: &random))"
        try await store(index).keep(rate: rate, tokenDigest: digest, of: worked.lane)
        model.destinations[id]?.rate = rate
        model.destinations[id]?.tokenDigest = digest
    }

    func setPause(_ index: Int) async throws {
        guard let id = randomLane(index), let worked = processes[index]?.lanes[id] else { return }
        let pause = random.oneIn(4) ? lanesPause() : nil
        try await store(index).setPause(pause, of: worked.lane, at: clock.now)
        model.setPause(pause, of: worked.lane, now: clock.now)
    }

    func lanesPause() -> Pause {
        let cause: Pause.Cause = random.oneIn(2) ? .credentials : .configuration
        return Pause(cause: cause, by: "outbox", why: "code", at: clock.now)
    }
}
