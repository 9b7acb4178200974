import OutboxCore

// What each call does to the model, and what it must never do.
extension OutboxModel {
    mutating func add(_ new: NewEvent, as number: EventNumber, fanOut: FanOut?) throws {
        try Violation.unless(events[number] == nil, "number \(number) was given twice")
        events[number] = Event(
            source: new.source, name: new.eventName, eventID: new.eventID, producerID: new.producerID,
            bodySHA256: new.bodySHA256, deliveryClass: new.deliveryClass, receivedAt: new.receivedAt,
            isFannedOut: false)
        users[number] = Self.user(in: new.record)
        if let fanOut { fan(number, fanOut, now: new.receivedAt) }
    }

    /// Makes the deliveries of the oldest events that wait for it, and gives how many events there were.
    mutating func fanOut(_ fanOut: FanOut, limit: Int, now: Timestamp) -> Int {
        let known = events.filter { fanOut.destinations[$0.value.source] != nil }
        let waiting = known.filter { !$0.value.isFannedOut }.keys.sorted().prefix(limit)
        for number in waiting { fan(number, fanOut, now: now) }
        return waiting.count
    }

    private mutating func fan(_ number: EventNumber, _ fanOut: FanOut, now: Timestamp) {
        guard let event = events[number] else { return }
        events[number]?.isFannedOut = true
        for destination in fanOut.destinations[event.source] ?? [] {
            // After a jump of the clock an event does not wait for the time of its receipt to come again.
            deliveries[DeliveryID(destination: destination, event: number)] = Delivery(
                deliveryClass: event.deliveryClass, dueAt: min(event.receivedAt, now))
        }
    }

    /// A new owner: every open attempt of the earlier ones is an unknown outcome; gives how many there were.
    mutating func takeOver(_ lane: Lane, now: Timestamp) throws -> Int {
        guard let destination = destinations[lane.destination] else { throw Violation("no destination \(lane)") }
        try Violation.unless(lane.epoch > destination.epoch, "epoch \(lane.epoch) after \(destination.epoch)")
        let open = openAttempts(at: lane.destination)
        for id in open { loseAttempt(id, destination, now: now) }
        destinations[lane.destination]?.epoch = lane.epoch
        destinations[lane.destination]?.isGivenBack = false
        return open.count
    }

    private mutating func loseAttempt(_ id: AttemptID, _ destination: Destination, now: Timestamp) {
        guard let attempt = attempts[id] else { return }
        attempts[id]?.ending = .unknown
        let isLoss = !destination.isGivenBack
        for event in attempt.members {
            let key = DeliveryID(destination: attempt.lane.destination, event: event)
            guard var delivery = deliveries[key] else { continue }
            delivery.openIn = nil
            let isAlone = !attempt.isSending && attempt.members.count == 1
            if isLoss, isAlone {
                delivery.losses = max(delivery.losses, 2) + 1
            } else if isLoss, delivery.losses < 2 {
                delivery.losses += 1
            }
            if attempt.isSending {
                delivery.noteOpening(attempt)
                delivery.attempt = id
                let firstSentAt = delivery.firstSentAt ?? attempt.openedAt
                delivery.firstSentAt = firstSentAt
                let isHeld = !destination.mayResend || events[event]?.eventID == nil
                if isHeld || now - firstSentAt > Self.resendWindow {
                    (delivery.state, delivery.reason) = (.failed, .mayCountTwice)
                } else {
                    (delivery.deliveryClass, delivery.dueAt) = (.retry, now)
                }
            } else if isLoss, isAlone, delivery.losses >= (delivery.firstSentAt == nil ? 5 : 12) {
                (delivery.state, delivery.reason) = (.failed, .invalid)
            }
            deliveries[key] = delivery
        }
    }

    /// Checks that an attempt may be opened with these members at all, whatever the store said.
    mutating func open(_ opening: AttemptOpening, as id: AttemptID) throws {
        let lane = opening.lane
        guard let destination = destinations[lane.destination] else { throw Violation("no destination \(lane)") }
        try Violation.unless(attempts[id] == nil, "attempt \(id) was given twice")
        try Violation.unless(lane.epoch == destination.epoch, "an owner of the past opened attempt \(id)")
        try Violation.unless(destination.pause == nil, "attempt \(id) was opened at a paused destination")
        for member in opening.members {
            let key = DeliveryID(destination: lane.destination, event: member.event)
            guard let delivery = deliveries[key], let event = events[member.event] else {
                throw Violation("attempt \(id) has a member that does not exist: \(member)")
            }
            try Violation.unless(delivery.state == .queued, "\(delivery.state) #\(member.event) is sent again")
            try Violation.unless(delivery.openIn == nil, "#\(member.event) is in two open attempts")
            try Violation.unless(!isWithdrawn(member.event), "#\(member.event) is sent though its user withdrew")
            if let firstSentAt = delivery.firstSentAt {
                try Violation.unless(
                    opening.openedAt - firstSentAt <= Self.resendWindow,
                    "#\(member.event) is sent again more than 47 hours after it may have arrived")
                try Violation.unless(
                    destination.mayResend && event.eventID != nil,
                    "#\(member.event) may have arrived, is not deduplicated, and is sent again")
            }
            deliveries[key]?.openIn = id
        }
        attempts[id] = Attempt(
            lane: lane, members: opening.members.map(\.event), openedAt: opening.openedAt,
            pausedMilliseconds: destination.pausedMilliseconds(at: opening.openedAt),
            isSending: !opening.isBeforeDeciding)
    }

    mutating func send(_ id: AttemptID, of lane: Lane, settled: [DeliveryOutcome]) throws {
        guard let attempt = attempts[id], attempt.ending == nil else { throw Violation("attempt \(id) is not open") }
        try Violation.unless(lane.epoch == destinations[lane.destination]?.epoch, "an owner of the past sent \(id)")
        let leaving = Set(settled.map(\.key.event))
        for event in attempt.members where !leaving.contains(event) {
            try Violation.unless(!isWithdrawn(event), "#\(event) is sent though its user withdrew")
        }
        for outcome in settled {
            attempts[id]?.members.removeAll { $0 == outcome.key.event }
            apply(outcome, attempt, sentAs: nil)
        }
        attempts[id]?.isSending = true
        if settled.count == attempt.members.count { attempts[id]?.ending = .notSent }
    }

    mutating func close(_ closing: AttemptClosing) throws {
        guard let attempt = attempts[closing.attempt] else { throw Violation("no attempt \(closing.attempt)") }
        let id = closing.attempt
        try Violation.unless(
            attempt.ending == nil, "attempt \(id) was answered twice, or after its outcome was unknown")
        try Violation.unless(
            closing.lane.epoch == destinations[closing.lane.destination]?.epoch && closing.lane == attempt.lane,
            "attempts of two epochs were recorded: \(id)")
        attempts[id]?.ending = .answered
        for outcome in closing.outcomes { apply(outcome, attempt, sentAs: id) }
        if let pause = closing.pause { setPause(pause, of: closing.lane, now: closing.closedAt) }
    }

    mutating func settle(_ outcomes: [DeliveryOutcome], of lane: Lane) {
        for outcome in outcomes {
            let key = DeliveryID(destination: lane.destination, event: outcome.key.event)
            guard deliveries[key]?.state == .queued else { continue }
            deliveries[key]?.take(outcome)
        }
    }

    private mutating func apply(_ outcome: DeliveryOutcome, _ attempt: Attempt, sentAs id: AttemptID?) {
        let key = DeliveryID(destination: attempt.lane.destination, event: outcome.key.event)
        guard var delivery = deliveries[key] else { return }
        delivery.openIn = nil
        delivery.take(outcome)
        if let id {
            delivery.attempt = id
            delivery.noteOpening(attempt)
            if outcome.mayHaveArrived, delivery.firstSentAt == nil { delivery.firstSentAt = attempt.openedAt }
        }
        deliveries[key] = delivery
        guard id != nil, case .delivered(let reason) = outcome.next else { return }
        let countedAt = [taken[key]?.countedAt, reason == .validated ? nil : attempt.openedAt].compactMap { $0 }.max()
        taken[key] = Taken(reason: reason, countedAt: countedAt)
    }

    // Pauses

    /// A lane's own pause, which never touches an operator's.
    mutating func setPause(_ pause: Pause?, of lane: Lane, now: Timestamp) {
        guard let inForce = destinations[lane.destination]?.pause else {
            destinations[lane.destination]?.pause = pause
            return
        }
        guard inForce.cause != .operator, inForce != pause else { return }
        replacePause(of: lane.destination, with: pause, now: now)
    }

    /// An operator's word.
    mutating func replacePause(of destination: DestinationID, with pause: Pause?, now: Timestamp) {
        guard let known = destinations[destination] else { return }
        destinations[destination]?.pausedMilliseconds = known.pausedMilliseconds(at: now)
        destinations[destination]?.pause = pause
    }
}

extension OutboxModel.Delivery {
    /// The state that an outcome leads to.
    mutating func take(_ outcome: DeliveryOutcome) {
        reason = nil
        switch outcome.next {
        case .delivered(let reason): (state, self.reason) = (.delivered, reason)
        case .skipped(let reason): (state, self.reason) = (.skipped, reason)
        case .failed(let reason): (state, self.reason) = (.failed, reason)
        case .queued(let deliveryClass, let dueAt): (self.deliveryClass, self.dueAt) = (deliveryClass, dueAt)
        }
        if outcome.spendsAttempt { attempts += 1 }
    }

    /// Remembers the first attempt of all that was sent.
    mutating func noteOpening(_ attempt: OutboxModel.Attempt) {
        guard firstOpenedAt == nil else { return }
        firstOpenedAt = attempt.openedAt
        pausedAtFirstOpening = attempt.pausedMilliseconds
    }
}
