import Logging
import OutboxCore
import OutboxRouting

// Claims, decisions, and what ends without an attempt.
extension LaneRun {
    /// Claims, decides what came, and records what ends at once.
    func claim(limit: Int) async {
        let outcomes = await claimAndDecide(limit: limit)
        isClaiming = false
        context.signals.wake()
        await settle(outcomes, by: terms)
    }

    /// Decides deliveries, off the lane's queue.
    ///
    /// - Throws: what the store says where it cannot tell what was sent before.
    @concurrent
    func decide(
        _ deliveries: [ClaimedDelivery], by terms: LaneTerms, _ sessions: [TestSession]
    ) async throws -> [Admission] {
        let moment = RoutingContext(now: context.clock.wall(), sessions: sessions)
        let decide = terms.configuration.decide
        // What must not be sent is not decided.
        let decisions = deliveries.map { delivery in
            delivery.consentWithdrawnAt == nil ? decide(delivery, moment) : .skip(.consent, detail: "")
        }
        let twins = try await twins(of: deliveries, decided: decisions)
        return zip(deliveries, decisions).map { delivery, decision in
            var delivery = delivery
            if let found = twins[delivery.key.event] { delivery.twins = found }
            let admission =
                Admission(withdrawn: delivery)
                ?? Admission(delivery, decided: decision, rules: terms.rules, at: moment.now)
            guard case .ends(var outcome) = admission else { return admission }
            outcome.configuration = terms.configuration.configuration
            return .ends(outcome)
        }
    }

    /// Asks the store what was sent before as the same TikTok event, of those that share their id with another event
    /// or that leave with another id than their own.
    @concurrent
    private func twins(
        of deliveries: [ClaimedDelivery], decided decisions: [Decision]
    ) async throws -> [EventNumber: [ClaimedDelivery.Twin]] {
        let questions = zip(deliveries, decisions).compactMap { delivery, decision -> TwinQuestion? in
            guard case .send(let event) = decision, let sentEventID = event.sentEventID,
                delivery.hasTwins || sentEventID != delivery.eventID
            else { return nil }
            return TwinQuestion(
                event: delivery.key.event, tiktokEvent: event.tiktokEvent, sentEventID: sentEventID,
                eventSourceID: event.eventSourceID)
        }
        guard !questions.isEmpty else { return [:] }
        return try await persist { [context, lane] in try await context.store.twins(questions, of: lane) }
    }

    /// Decides what a claim brought, again where another configuration was taken up meanwhile.
    private func decideAndAdd(_ deliveries: [ClaimedDelivery]) async -> [DeliveryOutcome] {
        while true {
            let deciding = terms
            let admissions: [Admission]
            do { admissions = try await decide(deliveries, by: deciding, sessions) } catch {
                fail(error)
                return []
            }
            await release(takeUp(context.signals.terms))
            guard deciding.number == terms.number else { continue }
            return schedule.add(admissions, at: context.clock.moment())
        }
    }

    /// Lets go of deliveries in the store, and claims anew.
    func release(_ events: [EventNumber]) async {
        guard !events.isEmpty else { return }
        await context.store.release(events, of: lane)
        hasChanges = true
        context.signals.wake()
    }

    /// Lets go of what was decided by terms that are no longer in force, where it came back into the hand.
    func releaseIfDecided(by terms: LaneTerms) async {
        guard terms.number < self.terms.number else { return }
        await release(schedule.releaseDecided())
        hasChanges = true
        context.signals.wake()
    }

    /// Records outcomes of deliveries in hand that no attempt was made for.
    ///
    /// - Parameter terms: what decided those that do not say so themselves.
    func settle(_ outcomes: [DeliveryOutcome], by terms: LaneTerms) async {
        guard !outcomes.isEmpty else { return }
        let outcomes = outcomes.map { outcome in
            var outcome = outcome
            outcome.configuration = outcome.configuration ?? terms.configuration.configuration
            return outcome
        }
        do {
            try await persist { [context, lane] in
                try await context.store.settle(outcomes, of: lane, at: context.clock.wall())
            }
            schedule.settled(outcomes.count)
            count(outcomes)
            context.metrics.count(outcomes)
        } catch {
            fail(error)
        }
    }

    private func claimAndDecide(limit: Int) async -> [DeliveryOutcome] {
        claimNumber += 1
        schedule.claimBegins()
        dueSinceClaimBegan = nil
        let (number, time) = (claimNumber, now())
        let claimTime = queueClock.claimTime(at: time.queue, nextDueAt: nextDueAt)
        do {
            let claim = try await context.store.claim(lane, limit: limit, now: claimTime)
            notice(claim.status, ofClaim: number)
            sessions = claim.sessions
            // The claim may have read a moment before what was queued again meanwhile.
            nextDueAt = [claim.nextDueAt, dueSinceClaimBegan].compactMap { $0 }.min()
            isDry = claim.nextDueAt.map { $0 > claimTime } ?? true
            if !isDry, claim.deliveries.isEmpty, claim.status.pause == nil {
                // Something is due that cannot be claimed: ask again, but not all the time.
                claimPausedUntil = time.moment + Self.storeRetryInterval
            }
            let (fresh, stale) = schedule.accept(claim.deliveries)
            if !stale.isEmpty { await context.store.release(stale, of: lane) }
            guard !fresh.isEmpty else { return [] }
            return await decideAndAdd(fresh)
        } catch {
            _ = schedule.accept([])
            needsAnotherClaim(after: error)
            return []
        }
    }

    private func needsAnotherClaim(after error: any Error) {
        hasChanges = true
        guard let error = error as? StoreError, error.isTransient else { return fail(error) }
        block(because: error)
    }

    /// Notes that a delivery is queued again, and when it is due.
    func noteDue(at dueAt: Timestamp) {
        nextDueAt = nextDueAt.map { min($0, dueAt) } ?? dueAt
        dueSinceClaimBegan = dueSinceClaimBegan.map { min($0, dueAt) } ?? dueAt
    }

    // MARK: Status

    /// Takes up what the database says of the lane.
    private func notice(_ new: LaneStatus, ofClaim number: Int) {
        status = new
        needsStatus = false
        if let requested = new.hurryRequestedAt, requested != hurryRequestedAt {
            hurryRequestedAt = requested
            hurryUntil = context.clock.moment() + Self.hurryTime
        }
        if let found = new.pause {
            if pause == nil { logPause(found, "destination is paused") }
            pause = found
        } else if pause != nil, pausesUnderWay == 0, number > claimsBeforePause {
            pause = nil
            schedule.restartCanary()
            context.logger.notice("destination runs again")
        }
    }

    /// Logs a pause; the reason never holds an event's data.
    func logPause(_ pause: Pause, _ message: Logger.Message) {
        context.logger.warning(
            message,
            metadata: ["pause.cause": "\(pause.cause.name)", "pause.by": "\(pause.by)", "pause.why": "\(pause.why)"]
        )
    }
}
