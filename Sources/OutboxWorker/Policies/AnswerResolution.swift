package import OutboxCore

/// What an answer means: for each delivery of the batch, and for the lane.
package struct AnswerResolution: Sendable {
    /// What the lane is told, besides what goes on record.
    package enum Signal: Sendable, Hashable {
        /// TikTok took the batch.
        case delivered
        /// TikTok refused something, or everything.
        case refused
        /// The lane's rate is too high; TikTok may ask to wait.
        case rateLimited(retryAfter: Duration?)
        /// A failure that passes.
        case tryLater
    }

    /// One outcome a member, in the order of the positions.
    package var outcomes: [DeliveryOutcome] = []
    /// What is sent again at once, in this order; kept in hand although the outcomes say `queued`.
    package var groups: [BatchGroup] = []
    /// A pause that the answer demands.
    package var pause: Pause?
    /// What the lane is told.
    package var signal: Signal
    /// Whether the answer had a code of TikTok's, whichever.
    package var isParsed: Bool

    /// Finds out what an answer means.
    ///
    /// - Parameters:
    ///   - pausedMilliseconds: the time the destination spent paused, all told.
    ///   - streak: the lane's row of refusals, which this answer may lengthen or end.
    ///   - jitter: a number from 0 to 1, drawn for this batch.
    package init(
        _ answer: Answer, to batch: BatchGroup, rules: DeliveryRules, pausedMilliseconds: Int64, at time: LaneTime,
        streak: inout RefusalStreak, jitter: Double
    ) {
        isParsed = answer.code != nil
        signal = .refused
        let members = Members(answer: answer, batch: batch, rules: rules, time: time)
        switch answer.answerClass {
        case .delivered, .deliveredWithWarnings:
            signal = .delivered
            streak.delivered()
            outcomes = batch.members.map(members.delivered)
        case .eventRefused(let index):
            let result = Isolation.afterRefusal(of: batch.members.count, index: index, refusals: batch.refusals)
            isolate(result, batch, members)
            refuse(answer, index: index, streak: &streak, time)
        case .someoneRefused:
            let result = Isolation.afterRefusal(of: batch.members.count, index: nil, refusals: batch.refusals)
            isolate(result, batch, members)
            refuse(answer, index: nil, streak: &streak, time)
        case .tooBig:
            isolate(Isolation.afterTooBig(count: batch.members.count), batch, members)
        case .configuration:
            outcomes = batch.members.map { members.back($0, .configuration) }
            pause = Self.pause(.configuration, answer, time)
        case .credentials:
            outcomes = batch.members.map { members.back($0, .credentials) }
            pause = Self.pause(.credentials, answer, time)
        case .rateLimited:
            signal = .rateLimited(retryAfter: answer.retryAfter)
            outcomes = batch.members.map { members.back($0, .rateLimited) }
            keep(batch, positions: Array(batch.members.indices), refusals: batch.refusals)
        case .tryLater(let after):
            signal = .tryLater
            outcomes = batch.members.map {
                members.later($0, after: after, jitter: jitter, pausedMilliseconds: pausedMilliseconds)
            }
        }
    }

    /// Ends the culprit, sends the others back, and keeps the groups that go again.
    private mutating func isolate(_ result: Isolation.Result, _ batch: BatchGroup, _ members: Members) {
        outcomes = batch.members.indices.map { position in
            position == result.culprit
                ? members.rejected(batch.members[position]) : members.back(batch.members[position], .notTaken)
        }
        for group in result.groups { keep(batch, positions: group.positions, refusals: group.refusals) }
    }

    /// Keeps those of the positions in hand that are queued again.
    private mutating func keep(_ batch: BatchGroup, positions: [Int], refusals: Int) {
        let again = positions.filter {
            if case .queued = outcomes[$0].next { true } else { false }
        }
        if !again.isEmpty { groups.append(BatchGroup(again.map { batch.members[$0] }, refusals: refusals)) }
    }

    /// Lengthens the row of refusals; a full row is a fault of the set-up.
    private mutating func refuse(_ answer: Answer, index: Int?, streak: inout RefusalStreak, _ time: LaneTime) {
        guard streak.refused(code: answer.code, message: answer.message, index: index) else { return }
        pause = Self.pause(.configuration, answer, time, because: "\(RefusalStreak.limit) refusals in a row: ")
    }

    private static func pause(
        _ cause: Pause.Cause, _ answer: Answer, _ time: LaneTime, because prefix: String = ""
    ) -> Pause {
        let code = answer.code.map { "\($0)" } ?? answer.httpStatus.map { "HTTP \($0)" } ?? ""
        let parts = [code, answer.message ?? ""].filter { !$0.isEmpty }
        return Pause(cause: cause, by: "outbox", why: prefix + parts.joined(separator: " "), at: time.wall)
    }
}

extension AnswerResolution {
    /// Makes the outcomes of single members.
    private struct Members {
        let answer: Answer
        let batch: BatchGroup
        let rules: DeliveryRules
        let time: LaneTime

        /// Under a test code nothing counts: what may have arrived then must not hold back what is sent without one.
        private var mayHaveArrived: Bool { answer.mayHaveArrived && (isTaken || batch.testEventCode == nil) }
        private var isTaken: Bool { [.delivered, .deliveredWithWarnings].contains(answer.answerClass) }

        /// Taken.
        func delivered(_ member: DecidedDelivery) -> DeliveryOutcome {
            let hasWarnings = answer.answerClass == .deliveredWithWarnings
            let isTest = batch.testEventCode != nil
            let reason: DeliveryReason? = isTest ? .validated : hasWarnings ? .warnings : nil
            let verdict: Verdict = isTest ? .validated : hasWarnings ? .deliveredWithWarnings : .delivered
            var notes = member.event.warnings.map(\.description)
            if hasWarnings, let message = answer.message { notes.insert(message, at: 0) }
            let detail = notes.isEmpty ? nil : notes.joined(separator: "; ")
            return outcome(member, .delivered(reason), verdict, spends: true, detail: detail)
        }

        /// Refused itself.
        func rejected(_ member: DecidedDelivery) -> DeliveryOutcome {
            outcome(member, .failed(.rejected), .refused, spends: true, detail: answer.message)
        }

        /// Sent back as it was, no attempt spent; held where another attempt could count twice.
        func back(_ member: DecidedDelivery, _ verdict: Verdict) -> DeliveryOutcome {
            if let held = held(member, verdict, spends: false) { return held }
            // The due time stays, and with it the place in the queue.
            let dueAt = min(member.delivery.dueAt, time.queue)
            return outcome(
                member, .queued(member.delivery.key.deliveryClass, dueAt: dueAt), verdict, spends: false
            )
        }

        /// Sent back to be tried later; ended where the time for retries is spent.
        func later(
            _ member: DecidedDelivery, after: Duration, jitter: Double, pausedMilliseconds: Int64
        ) -> DeliveryOutcome {
            if let held = held(member, .tryLater, spends: true) { return held }
            if rules.retryLimit.isSpent(member.delivery, pausedMilliseconds: pausedMilliseconds, at: time.wall) {
                return outcome(member, .failed(.expired), .tryLater, spends: true, detail: answer.message)
            }
            let wait = rules.backoff.wait(
                afterAttempts: member.delivery.attempts + 1, jitter: jitter, atLeast: after
            )
            return outcome(
                member, .queued(.retry, dueAt: time.queue + wait), .tryLater, spends: true, detail: answer.message
            )
        }

        private func held(_ member: DecidedDelivery, _ verdict: Verdict, spends: Bool) -> DeliveryOutcome? {
            guard mayHaveArrived, !rules.countTwice.isDeduplicated(member.event) else { return nil }
            return outcome(
                member, .failed(.mayCountTwice), verdict, spends: spends,
                detail: CountTwiceRule.Cause.unknownOutcome.detail
            )
        }

        private func outcome(
            _ member: DecidedDelivery, _ next: DeliveryOutcome.Next, _ verdict: Verdict, spends: Bool,
            detail: String? = nil
        ) -> DeliveryOutcome {
            var outcome = DeliveryOutcome(
                key: member.delivery.key, next: next, verdict: verdict, spendsAttempt: spends,
                mayHaveArrived: mayHaveArrived, detail: detail, tiktokEvent: member.event.tiktokEvent,
                sentEventID: member.event.sentEventID
            )
            outcome.eventSourceID = member.event.eventSourceID
            return outcome
        }
    }
}
