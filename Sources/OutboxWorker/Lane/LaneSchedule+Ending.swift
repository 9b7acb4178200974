package import OutboxCore

// How requests end, and how deliveries leave the hand.
extension LaneSchedule {
    /// What deciding did to deliveries that had been opened undecided.
    package struct Sorted: Sendable, Hashable {
        /// What is sent.
        package var batch: BatchGroup
        /// What leaves the attempt: ended, or queued as before and kept in hand.
        package var settled: [DeliveryOutcome]
        /// How many of the settled ended.
        package var ended: Int
    }

    /// What waited for twins that were answered.
    package struct Followers: Sendable, Hashable {
        /// The outcomes of those that must not follow; they stay in hand until `settled`.
        package var duplicates: [DeliveryOutcome] = []
        /// Those whose twin was given up: to be released, and decided anew.
        package var released: [EventNumber] = []
    }

    /// Notes an answer, as soon as it is there and before it is on record.
    ///
    /// - Parameter isCurrent: whether the request was decided by the configuration in force now.
    package mutating func answered(
        _ resolution: AnswerResolution, isProbe: Bool, isCurrent: Bool = true, at now: Moment
    ) {
        // From the moment it is on record, a claim may bring what stays in hand.
        for group in resolution.groups { kept.formUnion(group.members.lazy.map(\.number)) }
        // What an earlier configuration did well says nothing about this one.
        if resolution.signal == .delivered, isCurrent { canary.delivered() }
        breaker.answered(
            isTryLater: resolution.signal == .tryLater, isParsed: resolution.isParsed, wasProbe: isProbe, at: now
        )
    }

    /// Ends a request whose outcomes are on record; gives what waited for the twins in it.
    package mutating func finish(
        _ batch: BatchGroup, _ resolution: AnswerResolution, at now: Moment
    ) -> Followers {
        inFlight -= 1
        var staying: Set<EventNumber> = []
        for group in resolution.groups { staying.formUnion(group.members.lazy.map(\.number)) }
        inHand -= batch.members.count - staying.count
        dropKept(staying.isEmpty ? batch.members : batch.members.filter { !staying.contains($0.number) })
        again = resolution.groups + again
        var followers = Followers()
        for (member, outcome) in zip(batch.members, resolution.outcomes) {
            if outcome.mayHaveArrived, outcome.next == .failed(.expired) {
                let waiting = twins.gaveUp(member)
                inHand -= waiting.count
                dropKept(waiting)
                followers.released += waiting.map(\.number)
            } else if outcome.mayHaveArrived {
                followers.duplicates += twins.arrived(member).map { Admission.ending($0, after: member) }
            } else if staying.isEmpty || !staying.contains(member.number) {
                leave(member, at: now)
            }
        }
        return followers
    }

    /// Takes back a request that did not leave; it is the first to leave again.
    package mutating func comeBack(_ departure: Departure, at now: Moment) {
        inFlight -= 1
        if departure.isProbe { breaker.probeStays(at: now) }
        switch departure.cargo {
        case .decided(let batch): if !batch.members.isEmpty { again.insert(batch, at: 0) }
        case .undecided(let deliveries):
            for delivery in deliveries.reversed() {
                if delivery.losses >= ClaimedDelivery.suspectLosses {
                    suspects.insert(delivery, at: 0)
                } else {
                    careful.insert(delivery, at: 0)
                }
            }
        }
    }

    /// Notes that deliveries end without an attempt after all; they stay in hand until `settled`.
    package mutating func end(_ deliveries: [DecidedDelivery], at now: Moment) {
        dropKept(deliveries)
        for delivery in deliveries { leave(delivery, at: now) }
    }

    /// Lets go of deliveries that the store no longer has queued as they were claimed.
    package mutating func drop(_ deliveries: [DecidedDelivery], at now: Moment) {
        inHand -= deliveries.count
        dropKept(deliveries)
        for delivery in deliveries { leave(delivery, at: now) }
    }

    /// Lets go of undecided deliveries that the store no longer has queued as they were claimed.
    package mutating func dropUndecided(_ count: Int) {
        inHand -= count
    }

    /// Notes that outcomes of deliveries in hand, for which no attempt was made, are on record.
    package mutating func settled(_ count: Int) {
        inHand -= count
    }

    /// Sorts deliveries that were decided while their attempt was open: those of the first one's test code leave
    /// together, the others leave the attempt.
    package mutating func sort(_ admissions: [Admission], at now: Moment) -> Sorted {
        var sorted = Sorted(batch: BatchGroup([]), settled: [], ended: 0)
        var bytes = 0
        for admission in admissions {
            switch admission {
            case .ends(let outcome):
                sorted.settled.append(outcome)
                sorted.ended += 1
            case .goes(let delivery):
                switch twins.admit(delivery) {
                case .duplicate(let twin):
                    sorted.settled.append(Admission.duplicate(delivery, of: twin))
                    sorted.ended += 1
                case .held(let cause):
                    sorted.settled.append(Admission.held(delivery, because: cause))
                    sorted.ended += 1
                case .waits:
                    keep(delivery, in: &sorted)
                case .goes:
                    bytes += delivery.event.bytes.count + 1
                    if sorted.batch.members.isEmpty
                        || (sorted.batch.testEventCode == delivery.event.testEventCode
                            && bytes <= BatchFormer.byteLimit)
                    {
                        sorted.batch.members.append(delivery)
                    } else {
                        keep(delivery, in: &sorted)
                        former.add(CollectionOfOne(delivery), at: now)
                    }
                }
            }
        }
        return sorted
    }

    /// Takes members out of what was sorted that must not be sent, since a user of theirs withdrew their consent.
    package mutating func withdraw(_ events: [EventNumber: Timestamp], from sorted: inout Sorted, at now: Moment) {
        for member in sorted.batch.members {
            guard let time = events[member.number] else { continue }
            sorted.settled.append(Admission.withdrawn(member, at: time))
            sorted.ended += 1
            leave(member, at: now)
        }
        sorted.batch.members.removeAll { events[$0.number] != nil }
    }

    /// Ends a request of which nothing was left after deciding.
    package mutating func finishEmpty(_ departure: Departure, at now: Moment) {
        inFlight -= 1
        if departure.isProbe { breaker.probeStays(at: now) }
    }

    /// Lets go of everything that is not on its way; gives what to release.
    package mutating func releaseAll() -> [EventNumber] {
        let undecided = (suspects + careful).map(\.key.event)
        (suspects, careful) = ([], [])
        inHand -= undecided.count
        return releaseDecided() + undecided
    }

    /// Lets go of everything that is decided and not on its way; gives what to release.
    package mutating func releaseDecided() -> [EventNumber] {
        let waiting = twins.removeWaiting()
        let decided = former.removeAll() + again.flatMap(\.members)
        for delivery in decided { _ = twins.left(delivery) }
        let events = (decided + waiting).map(\.number)
        again = []
        // A claim under way may bring them again, and has not seen that they were let go.
        if isClaiming { leftDuringClaim.formUnion(kept.intersection(events)) }
        kept.subtract(events)
        inHand -= events.count
        return events
    }

    /// Starts carefully again, after a pause.
    package mutating func restartCanary() {
        canary.restart()
    }

    private mutating func dropKept(_ deliveries: [DecidedDelivery]) {
        guard !kept.isEmpty else { return }
        for delivery in deliveries where kept.remove(delivery.number) != nil && isClaiming {
            leftDuringClaim.insert(delivery.number)
        }
    }

    /// Settles a delivery as it was, so that it leaves the attempt, and keeps it in hand.
    private mutating func keep(_ delivery: DecidedDelivery, in sorted: inout Sorted) {
        let key = delivery.delivery.key
        sorted.settled.append(
            DeliveryOutcome(key: key, next: .queued(key.deliveryClass, dueAt: delivery.delivery.dueAt))
        )
        kept.insert(delivery.number)
    }

    /// Lets a twin go in the place of a delivery that left and surely did not arrive.
    private mutating func leave(_ delivery: DecidedDelivery, at now: Moment) {
        if let next = twins.left(delivery) { former.add(CollectionOfOne(next), at: now) }
    }
}
