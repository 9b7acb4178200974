package import OutboxCore

/// What becomes of a claimed delivery once it is decided: it goes, or it ends without an attempt.
package enum Admission: Sendable, Hashable {
    /// It goes.
    case goes(DecidedDelivery)
    /// It ends here.
    case ends(DeliveryOutcome)

    /// How long TikTok takes events of the same name and id for copies (TikTok: Event Deduplication).
    private static let deduplicationWindow: Duration = .seconds(48 * 3600)

    /// Judges a decision by the rules of the moment: age, duplicates of what was sent already, and promise 3.
    package init(_ delivery: ClaimedDelivery, decided decision: Decision, rules: DeliveryRules, at now: Timestamp) {
        switch decision {
        case .skip(let reason, let detail):
            self = .ends(DeliveryOutcome(key: delivery.key, next: .skipped(reason), detail: detail))
        case .invalid(let detail):
            self = .ends(DeliveryOutcome(key: delivery.key, next: .failed(.invalid), detail: detail))
        case .send(let event):
            self = Self.judge(delivery, event, rules, now)
        }
    }

    /// The end of a delivery whose user withdrew their consent, whatever the configuration says; nil for any other.
    package init?(withdrawn delivery: ClaimedDelivery) {
        guard let at = delivery.consentWithdrawnAt else { return nil }
        self = .ends(
            DeliveryOutcome(key: delivery.key, next: .skipped(.consent), detail: Self.withdrawalDetail(at)))
    }

    /// The end of a delivery that names a user who withdrew their consent.
    package static func withdrawn(_ delivery: DecidedDelivery, at time: Timestamp) -> DeliveryOutcome {
        ending(delivery.delivery, delivery.event, .skipped(.consent), withdrawalDetail(time))
    }

    private static func withdrawalDetail(_ time: Timestamp) -> String {
        "user: withdrew consent at \(time.iso8601), see `outbox consent list`"
    }

    /// The end of a delivery whose twin was sent.
    package static func duplicate(_ delivery: DecidedDelivery, of twin: EventNumber) -> DeliveryOutcome {
        ending(delivery.delivery, delivery.event, .skipped(.duplicate), "event_id: sent already with event #\(twin)")
    }

    /// The end of a delivery that waited for its twin, which may have arrived.
    package static func ending(_ delivery: DecidedDelivery, after twin: DecidedDelivery) -> DeliveryOutcome {
        guard let cause = CountTwiceRule.Cause.twin(sentTo: twin.event.eventSourceID, before: delivery.event) else {
            return duplicate(delivery, of: twin.number)
        }
        return held(delivery, because: cause)
    }

    /// The end of a delivery whose twin was sent to another event source, where TikTok would count this one as well.
    package static func held(_ delivery: DecidedDelivery, because cause: CountTwiceRule.Cause) -> DeliveryOutcome {
        ending(delivery.delivery, delivery.event, .failed(.mayCountTwice), cause.detail)
    }

    private static func judge(
        _ delivery: ClaimedDelivery, _ event: RenderedEvent, _ rules: DeliveryRules, _ now: Timestamp
    ) -> Admission {
        if rules.eventAge.isTooOld(delivery.eventTime, at: now) {
            return .ends(ending(delivery, event, .skipped(.tooOld), rules.eventAge.detail))
        }
        if let twin = sentTwin(of: delivery, as: event, rules, at: now) {
            return .ends(duplicate(DecidedDelivery(delivery, as: event), of: twin))
        }
        if hasForgottenTwin(delivery, as: event, rules, at: now) {
            return .ends(ending(delivery, event, .failed(.mayCountTwice), CountTwiceRule.Cause.twinTooLongAgo.detail))
        }
        if let cause = causeOfTwinElsewhere(of: delivery, as: event) {
            return .ends(ending(delivery, event, .failed(.mayCountTwice), cause.detail))
        }
        if let cause = rules.countTwice.cause(toHold: delivery, as: event, at: now) {
            return .ends(ending(delivery, event, .failed(.mayCountTwice), cause.detail))
        }
        return .goes(DecidedDelivery(delivery, as: event))
    }

    /// Another event that may have arrived as the same TikTok event; none for a delivery that may have arrived itself,
    /// since two such must not each give way to the other.
    ///
    /// One that was given up may as well not have arrived: this one takes its place where TikTok counts the two once.
    private static func sentTwin(
        of delivery: ClaimedDelivery, as event: RenderedEvent, _ rules: DeliveryRules, at now: Timestamp
    ) -> EventNumber? {
        sentTwins(of: delivery, as: event).first { twin in
            now - twin.openedAt <= deduplicationWindow && isHere(twin, event)
                && !(twin.isGivenUp && rules.countTwice.isDeduplicated(event))
        }?.event
    }

    /// Whether another event arrived as the same TikTok event so long ago that TikTok would count this one as well.
    ///
    /// One that was given up may have, so that its time has a margin; it holds back what may have arrived itself as
    /// well, since it is not sent again and gives way to nobody.
    private static func hasForgottenTwin(
        _ delivery: ClaimedDelivery, as event: RenderedEvent, _ rules: DeliveryRules, at now: Timestamp
    ) -> Bool {
        guard event.testEventCode == nil, !delivery.evenIfCountedTwice else { return false }
        let givenUp = twins(of: delivery, as: event).filter(\.isGivenUp)
        let others = sentTwins(of: delivery, as: event).filter { !$0.isGivenUp }
        return givenUp.contains { now - $0.openedAt > CountTwiceRule.window && isHere($0, event) }
            || others.contains { now - $0.openedAt > deduplicationWindow && isHere($0, event) }
    }

    /// Whether another event arrived as the same TikTok event at another event source, where this one may not follow
    /// by itself.
    private static func causeOfTwinElsewhere(
        of delivery: ClaimedDelivery, as event: RenderedEvent
    ) -> CountTwiceRule.Cause? {
        guard event.testEventCode == nil, !delivery.evenIfCountedTwice else { return nil }
        return sentTwins(of: delivery, as: event).lazy.compactMap { twin in
            CountTwiceRule.Cause.twin(sentTo: twin.eventSourceID, before: event)
        }.first
    }

    /// Whether a twin was sent where this event goes, as far as is known.
    private static func isHere(_ twin: ClaimedDelivery.Twin, _ event: RenderedEvent) -> Bool {
        CountTwiceRule.Cause.twin(sentTo: twin.eventSourceID, before: event) == nil
    }

    private static func sentTwins(of delivery: ClaimedDelivery, as event: RenderedEvent) -> [ClaimedDelivery.Twin] {
        delivery.firstSentAt == nil ? twins(of: delivery, as: event) : []
    }

    private static func twins(of delivery: ClaimedDelivery, as event: RenderedEvent) -> [ClaimedDelivery.Twin] {
        guard let sentEventID = event.sentEventID else { return [] }
        return delivery.twins.filter { $0.tiktokEvent == event.tiktokEvent && $0.sentEventID == sentEventID }
    }

    private static func ending(
        _ delivery: ClaimedDelivery, _ event: RenderedEvent, _ next: DeliveryOutcome.Next, _ detail: String
    ) -> DeliveryOutcome {
        DeliveryOutcome(
            key: delivery.key, next: next, detail: detail, tiktokEvent: event.tiktokEvent,
            sentEventID: event.sentEventID
        )
    }
}
