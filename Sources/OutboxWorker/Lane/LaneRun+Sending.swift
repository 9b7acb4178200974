import Logging
import OutboxCore

// One request from its opening to its record.
extension LaneRun {
    /// An attempt that is on record and may leave.
    struct OpenAttempt: Sendable {
        var id: AttemptID
        var batch: BatchGroup
    }

    /// Opens, sends, and records the answer.
    func send(_ departure: LaneSchedule.Departure) async {
        let opened: OpenAttempt?
        switch departure.cargo {
        case .decided(let batch): opened = await open(batch, of: departure)
        case .undecided(let deliveries): opened = await openAndDecide(deliveries, of: departure)
        }
        guard let opened else { return }
        let events = opened.batch.members.map(\.event.bytes)
        let batch = Batch(
            destination: lane.destination, testEventCode: opened.batch.testEventCode, events: events
        )
        let answer = await context.configuration.send(batch)
        // Nobody knows what became of a request that was cut off: it stays open, and the next owner finds it so.
        guard !isCutOff, !Task.isCancelled else { return }
        await record(answer, to: opened, isProbe: departure.isProbe)
    }

    // MARK: Opening

    /// Puts a batch on record; nil where it does not leave now.
    private func open(_ batch: BatchGroup, of departure: LaneSchedule.Departure) async -> OpenAttempt? {
        var batch = BatchGroup(await endOverdue(batch.members), refusals: batch.refusals)
        let start = context.clock.moment()
        while !batch.members.isEmpty {
            let remaining = LaneSchedule.Departure(cargo: .decided(batch), isProbe: departure.isProbe)
            switch await open(batch.members.map(\.delivery.key), isBeforeDeciding: false) {
            case .opened(let attempt):
                context.metrics.opened(events: batch.members.count, in: context.clock.moment() - start)
                return OpenAttempt(id: attempt, batch: batch)
            case .changed(let events):
                let gone = Set(events)
                schedule.drop(batch.members.filter { gone.contains($0.number) }, at: context.clock.moment())
                batch.members.removeAll { gone.contains($0.number) }
            case .paused, nil:
                context.rate.giveBack()
                schedule.comeBack(remaining, at: context.clock.moment())
                return nil
            }
        }
        context.rate.giveBack()
        schedule.finishEmpty(departure, at: context.clock.moment())
        return nil
    }

    /// Opens deliveries that may have crashed a worker, then decides them; nil where nothing leaves.
    private func openAndDecide(
        _ deliveries: [ClaimedDelivery], of departure: LaneSchedule.Departure
    ) async -> OpenAttempt? {
        var deliveries = deliveries
        while !deliveries.isEmpty {
            switch await open(deliveries.map(\.key), isBeforeDeciding: true) {
            case .opened(let attempt):
                return await decide(deliveries, in: attempt, of: departure)
            case .changed(let events):
                let gone = Set(events)
                deliveries.removeAll { gone.contains($0.key.event) }
                schedule.dropUndecided(gone.count)
            case .paused, nil:
                context.rate.giveBack()
                let remaining = LaneSchedule.Departure(cargo: .undecided(deliveries), isProbe: departure.isProbe)
                schedule.comeBack(remaining, at: context.clock.moment())
                return nil
            }
        }
        context.rate.giveBack()
        schedule.finishEmpty(departure, at: context.clock.moment())
        return nil
    }

    private func decide(
        _ deliveries: [ClaimedDelivery], in attempt: AttemptID, of departure: LaneSchedule.Departure
    ) async -> OpenAttempt? {
        let sorted = schedule.sort(await decide(deliveries), at: context.clock.moment())
        do {
            try await persist { [context, lane] in
                try await context.store.send(attempt, of: lane, settled: sorted.settled, at: context.clock.wall())
            }
        } catch {
            fail(error)
            return nil
        }
        schedule.settled(sorted.ended)
        count(sorted.settled)
        context.metrics.count(sorted.settled)
        guard sorted.batch.members.isEmpty else { return OpenAttempt(id: attempt, batch: sorted.batch) }
        context.rate.giveBack()
        schedule.finishEmpty(departure, at: context.clock.moment())
        return nil
    }

    /// Asks the store to open; nil where the store cannot now.
    private func open(_ members: [DeliveryKey], isBeforeDeciding: Bool) async -> OpeningResult? {
        do {
            let opening = AttemptOpening(
                lane: lane, configuration: context.configuration.configuration, openedAt: context.clock.wall(),
                members: members, isBeforeDeciding: isBeforeDeciding
            )
            let result = try await context.store.open(opening)
            if result == .paused { needsStatus = true }
            return result
        } catch {
            if let error = error as? StoreError, error.isTransient { block(because: error) } else { fail(error) }
            return nil
        }
    }

    /// Judges age and promise 3 at the moment of sending, and gives the members that still go.
    private func endOverdue(_ members: [DecidedDelivery]) async -> [DecidedDelivery] {
        let now = context.clock.wall()
        var outcomes: [DeliveryOutcome] = []
        var overdue: [DecidedDelivery] = []
        for member in members {
            let admission = Admission(member.delivery, decided: .send(member.event), rules: context.rules, at: now)
            guard case .ends(let outcome) = admission else { continue }
            outcomes.append(outcome)
            overdue.append(member)
        }
        guard !overdue.isEmpty else { return members }
        schedule.end(overdue, at: context.clock.moment())
        await settle(outcomes)
        let gone = Set(overdue.map(\.number))
        return members.filter { !gone.contains($0.number) }
    }

    // MARK: Recording

    private func record(_ answer: Answer, to opened: OpenAttempt, isProbe: Bool) async {
        let time = now()
        countRequest()
        context.metrics.answered(answer)
        let resolution = AnswerResolution(
            answer, to: opened.batch, rules: context.rules, pausedMilliseconds: status.pausedMilliseconds, at: time,
            streak: &streak, jitter: context.jitter()
        )
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
        let duplicates = schedule.finish(opened.batch, resolution, at: context.clock.moment())
        if resolution.signal == .tryLater {
            for outcome in resolution.outcomes {
                if case .queued(_, let dueAt) = outcome.next { noteDue(at: dueAt) }
            }
        }
        context.signals.wake()
        await settle(duplicates)
    }

    /// Lets the lane feel an answer at once, before it is on record.
    private func take(
        _ resolution: AnswerResolution, of answer: Answer, _ opened: OpenAttempt, isProbe: Bool, at time: LaneTime
    ) {
        let wasBroken = schedule.isBroken
        schedule.answered(resolution, isProbe: isProbe, at: time.moment)
        if case .rateLimited(let retryAfter) = resolution.signal {
            context.rate.slowDown(retryAfter: retryAfter, at: time.moment)
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

    private func log(_ answer: Answer, _ opened: OpenAttempt) {
        let isPlain = answer.answerClass == .delivered
        guard !isPlain || answer.isUnknownCode || context.logger.logLevel <= .debug else { return }
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
