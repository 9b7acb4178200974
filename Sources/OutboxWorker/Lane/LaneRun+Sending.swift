import Logging
import OutboxCore

// One request from its opening to its record.
extension LaneRun {
    /// An attempt that is on record and may leave.
    struct OpenAttempt: Sendable {
        var id: AttemptID
        var batch: BatchGroup
        /// What its members were decided by.
        var terms: LaneTerms
    }

    /// Opens, sends, and records the answer.
    func send(_ departure: LaneSchedule.Departure, by terms: LaneTerms) async {
        let opened: OpenAttempt?
        switch departure.cargo {
        case .decided(let batch): opened = await open(batch, of: departure, by: terms)
        case .undecided(let deliveries): opened = await openAndDecide(deliveries, of: departure, by: terms)
        }
        guard let opened else { return }
        let events = opened.batch.members.map(\.event.bytes)
        let batch = Batch(
            destination: lane.destination, testEventCode: opened.batch.testEventCode, events: events
        )
        let token = terms.configuration.tokens?.inUse()
        let answer = await terms.configuration.send(batch)
        // Nobody knows what became of a request that was cut off: it stays open, and the next owner finds it so.
        guard !isCutOff, !Task.isCancelled else { return }
        await record(answer, to: opened, token: token, isProbe: departure.isProbe)
        await releaseIfDecided(by: terms)
    }

    // MARK: Opening

    /// Puts a batch on record; nil where it does not leave now.
    private func open(
        _ batch: BatchGroup, of departure: LaneSchedule.Departure, by terms: LaneTerms
    ) async -> OpenAttempt? {
        var batch = BatchGroup(await endOverdue(batch.members, by: terms), refusals: batch.refusals)
        let start = context.clock.moment()
        while !batch.members.isEmpty {
            let remaining = LaneSchedule.Departure(cargo: .decided(batch), isProbe: departure.isProbe)
            switch await open(batch.members, by: terms) {
            case .opened(let attempt):
                context.metrics.opened(events: batch.members.count, in: context.clock.moment() - start)
                return OpenAttempt(id: attempt, batch: batch, terms: terms)
            case .changed(let events):
                let gone = Set(events)
                schedule.drop(batch.members.filter { gone.contains($0.number) }, at: context.clock.moment())
                batch.members.removeAll { gone.contains($0.number) }
            case .withdrawn(let events):
                batch.members = await end(batch.members, by: terms) { member in
                    events[member.number].map { Admission.withdrawn(member, at: $0) }
                }
            case .paused, nil:
                terms.rate.giveBack()
                schedule.comeBack(remaining, at: context.clock.moment())
                await releaseIfDecided(by: terms)
                return nil
            }
        }
        terms.rate.giveBack()
        schedule.finishEmpty(departure, at: context.clock.moment())
        return nil
    }

    /// Opens deliveries that may have crashed a worker, then decides them; nil where nothing leaves.
    private func openAndDecide(
        _ deliveries: [ClaimedDelivery], of departure: LaneSchedule.Departure, by terms: LaneTerms
    ) async -> OpenAttempt? {
        var deliveries = deliveries
        await context.turn.begin()
        defer { context.turn.end() }
        while !deliveries.isEmpty {
            switch await openUndecided(deliveries, by: terms) {
            case .opened(let attempt):
                return await decide(deliveries, in: attempt, of: departure, by: terms)
            case .changed(let events):
                let gone = Set(events)
                deliveries.removeAll { gone.contains($0.key.event) }
                schedule.dropUndecided(gone.count)
            // What is not decided names nobody yet.
            case .withdrawn, .paused, nil:
                terms.rate.giveBack()
                let remaining = LaneSchedule.Departure(cargo: .undecided(deliveries), isProbe: departure.isProbe)
                schedule.comeBack(remaining, at: context.clock.moment())
                return nil
            }
        }
        terms.rate.giveBack()
        schedule.finishEmpty(departure, at: context.clock.moment())
        return nil
    }

    private func decide(
        _ deliveries: [ClaimedDelivery], in attempt: AttemptID, of departure: LaneSchedule.Departure,
        by terms: LaneTerms
    ) async -> OpenAttempt? {
        var sorted: LaneSchedule.Sorted
        do {
            let admissions = try await decide(deliveries, by: terms, sessions)
            sorted = schedule.sort(admissions, at: context.clock.moment())
            try await say(&sorted, in: attempt, by: terms)
        } catch {
            fail(error)
            return nil
        }
        schedule.settled(sorted.ended)
        count(sorted.settled)
        context.metrics.count(sorted.settled)
        guard sorted.batch.members.isEmpty else {
            return OpenAttempt(id: attempt, batch: sorted.batch, terms: terms)
        }
        terms.rate.giveBack()
        schedule.finishEmpty(departure, at: context.clock.moment())
        await releaseIfDecided(by: terms)
        return nil
    }

    /// Puts on record what leaves an attempt and what is about to be sent; those whose users withdrew their consent
    /// since the claim leave it too.
    private func say(
        _ sorted: inout LaneSchedule.Sorted, in attempt: AttemptID, by terms: LaneTerms
    ) async throws {
        while true {
            for index in sorted.settled.indices {
                sorted.settled[index].configuration = terms.configuration.configuration
            }
            let (settled, members) = (sorted.settled, sorted.batch.members)
            let withdrawn = try await persist { [context, lane] in
                try await context.store.send(
                    attempt, of: lane, settled: settled, sendings: members.map(\.event.sending),
                    mappedUsers: Self.mappedUsers(of: members), at: context.clock.wall())
            }
            guard !withdrawn.isEmpty else { return }
            schedule.withdraw(withdrawn, from: &sorted, at: context.clock.moment())
        }
    }

    private func open(_ members: [DecidedDelivery], by terms: LaneTerms) async -> OpeningResult? {
        // The time and what of it was skipped are of one reading.
        await open(
            AttemptOpening(
                lane: lane, configuration: terms.configuration.configuration, openedAt: now().wall,
                members: members.map(\.delivery.key), sendings: members.map(\.event.sending),
                skippedMilliseconds: skippedMilliseconds, mappedUsers: Self.mappedUsers(of: members)))
    }

    private func openUndecided(_ deliveries: [ClaimedDelivery], by terms: LaneTerms) async -> OpeningResult? {
        await open(
            AttemptOpening(
                lane: lane, configuration: terms.configuration.configuration, openedAt: now().wall,
                members: deliveries.map(\.key), skippedMilliseconds: skippedMilliseconds, isBeforeDeciding: true))
    }

    /// Asks the store to open; nil where the store cannot now.
    private func open(_ opening: AttemptOpening) async -> OpeningResult? {
        do {
            let result = try await context.store.open(opening)
            if result == .paused { needsStatus = true }
            return result
        } catch {
            if let error = error as? StoreError, error.isTransient { block(because: error) } else { fail(error) }
            return nil
        }
    }

    private static func mappedUsers(of members: [DecidedDelivery]) -> [EventNumber: [UserDigest]] {
        var users: [EventNumber: [UserDigest]] = [:]
        for member in members where !member.event.mappedUsers.isEmpty {
            users[member.number] = member.event.mappedUsers
        }
        return users
    }

    /// Judges age and promise 3 at the moment of sending, and gives the members that still go.
    private func endOverdue(_ members: [DecidedDelivery], by terms: LaneTerms) async -> [DecidedDelivery] {
        let now = context.clock.wall()
        return await end(members, by: terms) { member in
            let admission = Admission(member.delivery, decided: .send(member.event), rules: terms.rules, at: now)
            return if case .ends(let outcome) = admission { outcome } else { nil }
        }
    }

    /// Records the outcomes of members that must not be sent, and gives the others.
    private func end(
        _ members: [DecidedDelivery], by terms: LaneTerms, as outcome: (DecidedDelivery) -> DeliveryOutcome?
    ) async -> [DecidedDelivery] {
        var outcomes: [DeliveryOutcome] = []
        var ended: [DecidedDelivery] = []
        for member in members {
            guard let outcome = outcome(member) else { continue }
            outcomes.append(outcome)
            ended.append(member)
        }
        guard !ended.isEmpty else { return members }
        schedule.end(ended, at: context.clock.moment())
        await settle(outcomes, by: terms)
        let gone = Set(ended.map(\.number))
        return members.filter { !gone.contains($0.number) }
    }

    // MARK: Recording

    private func record(_ answer: Answer, to opened: OpenAttempt, token: String?, isProbe: Bool) async {
        let time = now()
        countRequest()
        context.metrics.answered(answer)
        var resolution = AnswerResolution(
            answer, to: opened.batch, rules: opened.terms.rules,
            pausedMilliseconds: status.pausedMilliseconds + skippedMilliseconds, at: time, streak: &streak,
            jitter: context.jitter()
        )
        let isAnotherTokenLeft =
            resolution.pause?.cause == .credentials && token.map { useAnotherToken(than: $0, opened) } ?? false
        if isAnotherTokenLeft { resolution.pause = nil }
        take(resolution, of: answer, opened, isProbe: isProbe, at: time)
        let closing = AttemptClosing(
            lane: lane, attempt: opened.id, closedAt: time.wall, answer: answer, outcomes: resolution.outcomes,
            pause: resolution.pause
        )
        do {
            try await persist { [context] in try await context.store.close(closing) }
        } catch {
            fail(error)
            return
        }
        if resolution.pause != nil {
            pausesUnderWay -= 1
            claimsBeforePause = claimNumber
        }
        context.metrics.closed(resolution.outcomes, in: context.clock.moment() - time.moment)
        count(resolution.outcomes)
        let followers = schedule.finish(opened.batch, resolution, at: context.clock.moment())
        // What was sent back waits in the store, not in hand.
        if isAnotherTokenLeft { hasChanges = true }
        if resolution.signal == .tryLater {
            for outcome in resolution.outcomes {
                if case .queued(_, let dueAt) = outcome.next { noteDue(at: dueAt) }
            }
        }
        context.signals.wake()
        // What waited for its twin was decided by the terms of now.
        await settle(followers.duplicates, by: terms)
        await release(followers.released)
    }

    /// Lets the lane feel an answer at once, before it is on record.
    private func take(
        _ resolution: AnswerResolution, of answer: Answer, _ opened: OpenAttempt, isProbe: Bool, at time: LaneTime
    ) {
        let wasBroken = schedule.isBroken
        let isCurrent = opened.terms.number == terms.number
        schedule.answered(resolution, isProbe: isProbe, isCurrent: isCurrent, at: time.moment)
        if case .rateLimited(let retryAfter) = resolution.signal {
            opened.terms.rate.slowDown(retryAfter: retryAfter, at: time.moment)
        } else if resolution.isParsed {
            opened.terms.rate.answered(at: time.moment)
        }
        if let new = resolution.pause {
            pausesUnderWay += 1
            if pause == nil { logPause(new, "destination paused by an answer") }
            pause = new
        }
        log(answer, opened)
        if schedule.isBroken != wasBroken {
            context.logger.notice(
                "breaker changed", metadata: ["breaker": schedule.isBroken ? "open" : "closed"]
            )
        }
        context.signals.wake()
    }

    /// Goes on with another token of the destination, where there is one that TikTok has not refused.
    private func useAnotherToken(than refused: String, _ opened: OpenAttempt) -> Bool {
        guard let next = opened.terms.configuration.tokens?.replace(refused) else { return false }
        context.logger.warning(
            "TikTok refused the access token; the other one is tried",
            metadata: ["attempt": "\(opened.id)", "token.refused": "\(refused)", "token.next": "\(next)"]
        )
        schedule.restartCanary()
        return true
    }

    private func log(_ answer: Answer, _ opened: OpenAttempt) {
        let isPlain = answer.answerClass == .delivered
        guard !isPlain || answer.isUnknownCode || context.logger.logLevel <= .debug else { return }
        guard answer.httpStatus != nil else {
            context.logger.info(
                "request without an answer",
                metadata: [
                    "attempt": "\(opened.id)", "events": "\(opened.batch.members.count)",
                    "class": "\(answer.answerClass.label)", "why": "\(answer.message ?? "-")",
                    "may_have_arrived": "\(answer.mayHaveArrived)",
                ])
            return
        }
        context.logger.log(
            level: answer.isUnknownCode ? .warning : isPlain ? .debug : .info, "request answered",
            metadata: [
                "attempt": "\(opened.id)", "events": "\(opened.batch.members.count)",
                "class": "\(answer.answerClass.label)", "http.status": "\(answer.httpStatus.map(String.init) ?? "-")",
                "tiktok.code": "\(answer.code.map(String.init) ?? "-")",
                "tiktok.code_is_unknown": "\(answer.isUnknownCode)",
                "tiktok.request_id": "\(answer.requestID ?? "-")",
            ]
        )
    }
}
