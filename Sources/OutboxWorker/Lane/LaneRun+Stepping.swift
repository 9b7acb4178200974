import Logging
import OutboxCore

// What the lane does next, by its state alone.
extension LaneRun {
    /// Whether there is nothing left to do, or no time left to do it in.
    var isFinished: Bool {
        if failure != nil || isLost { return true }
        guard let graceEnd else { return false }
        return runningActions == 0 || context.clock.moment() >= graceEnd
    }

    /// Brings the state up to date and gives what is to be done now; arms the timer for the next step.
    func nextActions() -> [Action] {
        let time = now()
        let news = context.signals.take()
        hasChanges = hasChanges || news.hasChanges
        if news.isStopping || deadline.map({ time.moment >= $0 }) ?? false {
            wasStopped = wasStopped || graceEnd == nil
            stop(at: time.moment)
        }
        if let until = storeBlockedUntil, time.moment >= until {
            storeBlockedUntil = nil
            resumeRetries()
        }
        var actions: [Action] = []
        let undone = takeUp(news.terms)
        if !undone.isEmpty { actions.append(.release(undone)) }
        if graceEnd != nil || pause != nil { actions += release(at: time) }
        if let digest = news.tokenDigest, digest != tokenDigest, !isKeepingToken {
            isKeepingToken = true
            actions.append(.useToken(digest: digest))
        }
        if graceEnd == nil {
            if let claim = nextClaim(at: time) { actions.append(claim) }
            actions += departures(at: time)
            if let rate = rateToKeep(at: time.moment) { actions.append(rate) }
            if let jump = jumpToKeep() { actions.append(jump) }
        }
        runningActions += actions.count
        if deadline != nil, graceEnd == nil, isNothingMovable(at: time) { stop(at: time.moment) }
        arm(at: time)
        return actions
    }

    /// Whether batches leave without waiting to fill.
    private func isFlushing(at time: LaneTime) -> Bool {
        guard isDry, !isClaiming, !isDue(at: time) else { return false }
        return deadline != nil || hurryUntil.map { time.moment < $0 } ?? false
    }

    private func stop(at now: Moment) {
        if graceEnd == nil { graceEnd = now + context.grace }
    }

    private func release(at time: LaneTime) -> [Action] {
        let events = schedule.releaseAll()
        guard !events.isEmpty else { return [] }
        noteDue(at: time.queue)
        return [.release(events)]
    }

    /// Works by other terms from now on; gives what was decided by the ones before and is to be decided anew.
    func takeUp(_ new: LaneTerms) -> [EventNumber] {
        guard new.number > terms.number else { return [] }
        terms = new
        queueClock.longestWait = new.configuration.settings.retryMaxWait
        // Which one, the process has said that took it up; a lane knows no more than its number in the store.
        context.logger.notice("works by another configuration")
        return schedule.reconfigure(new.configuration.settings)
    }

    // MARK: Claims

    /// Whether a claim could bring something that the last one did not.
    private func isClaimWorthwhile(at time: LaneTime) -> Bool {
        if hasChanges || needsStatus { return true }
        guard pause == nil else { return false }
        return !isDry || isDue(at: time)
    }

    private func nextClaim(at time: LaneTime) -> Action? {
        guard !isClaiming, storeBlockedUntil == nil, blockedWrites == 0, isClaimWorthwhile(at: time) else { return nil }
        if let until = claimPausedUntil, time.moment < until { return nil }
        let limit = needsStatus ? max(1, schedule.claimLimit) : schedule.claimLimit
        guard limit > 0 else { return nil }
        (isClaiming, hasChanges, claimPausedUntil) = (true, false, nil)
        return .claim(limit: limit)
    }

    /// Whether something is due that is not in hand, as far as it is known.
    private func isDue(at time: LaneTime) -> Bool {
        nextDue(at: time).map { $0 <= time.moment } ?? false
    }

    /// When the next delivery that is not in hand becomes due; nil when nothing waits.
    private func nextDue(at time: LaneTime) -> Moment? {
        nextDueAt.map { time.moment + queueClock.wait(at: time.queue, nextDueAt: $0) }
    }

    // MARK: Requests

    private func departures(at time: LaneTime) -> [Action] {
        var actions: [Action] = []
        rateAskedAgainAt = nil
        guard mayOpen else { return [] }
        let isFlushing = isFlushing(at: time)
        while schedule.isReady(at: time.moment, isFlushing: isFlushing) {
            if let again = terms.rate.take(at: time.moment) {
                rateAskedAgainAt = again
                break
            }
            guard let departure = schedule.depart(at: time.moment, isFlushing: isFlushing) else {
                terms.rate.giveBack()
                break
            }
            actions.append(.send(departure, terms))
        }
        return actions
    }

    private var mayOpen: Bool {
        graceEnd == nil && pause == nil && !needsStatus && storeBlockedUntil == nil && blockedWrites == 0
    }

    // MARK: Ends

    /// Whether nothing is left that could leave before the deadline.
    private func isNothingMovable(at time: LaneTime) -> Bool {
        guard let deadline, !isClaiming, pausesUnderWay == 0 else { return false }
        if let blocked = terms.rate.blocked(at: time.moment), blocked > deadline { return true }
        guard runningActions == 0 else { return false }
        if pause != nil { return true }
        if schedule.isBroken, let probe = schedule.deadline(at: time.moment), probe > deadline { return true }
        guard schedule.inHand == 0, !isClaimWorthwhile(at: time) else { return false }
        return nextDue(at: time).map { $0 > deadline } ?? true
    }

    /// Arms the timer for whatever becomes possible by time alone.
    private func arm(at time: LaneTime) {
        var moments = [graceEnd, storeBlockedUntil]
        if graceEnd == nil {
            moments.append(deadline)
            if !isClaiming, storeBlockedUntil == nil, blockedWrites == 0, schedule.claimLimit > 0 {
                moments.append(isClaimWorthwhile(at: time) ? claimPausedUntil : pause == nil ? nextDue(at: time) : nil)
            }
            if mayOpen { moments.append(rateAskedAgainAt ?? schedule.deadline(at: time.moment)) }
            moments.append(rateCheckAt)
        }
        let next = moments.compactMap { $0 }.min()
        context.signals.arm(after: next.map { $0 - time.moment })
    }
}
