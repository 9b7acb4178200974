import Logging
import OutboxCore

// Claims, decisions, and what ends without an attempt.
extension LaneRun {
    /// Claims, decides what came, and records what ends at once.
    func claim(limit: Int) async {
        let outcomes = await claimAndDecide(limit: limit)
        isClaiming = false
        context.signals.wake()
        await settle(outcomes)
    }

    /// Decides deliveries, off the lane's queue.
    @concurrent
    func decide(_ deliveries: [ClaimedDelivery]) async -> [Admission] {
        let now = context.clock.wall()
        let (decide, rules) = (context.configuration.decide, context.rules)
        return deliveries.map { Admission($0, decided: decide($0, now), rules: rules, at: now) }
    }

    /// Records outcomes of deliveries in hand that no attempt was made for.
    func settle(_ outcomes: [DeliveryOutcome]) async {
        guard !outcomes.isEmpty else { return }
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
            return schedule.add(await decide(fresh), at: context.clock.moment())
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
