package import OutboxCore

/// Holds what could count twice instead of sending it (promise 3).
///
/// TikTok keeps one of several events of the same `event_source_id`, `event` and `event_id` for 48 hours from the
/// first, be it the pixel's or the server's (TikTok: Event Deduplication). App events are not deduplicated, and without
/// an `event_id` nothing is. The rule keeps a margin of an hour.
package struct CountTwiceRule: Sendable, Hashable {
    /// How long after the first of several copies another one is still sent: 47 hours.
    package static let window: Duration = .seconds(47 * 3600)

    /// Why a delivery is held.
    package enum Cause: Sendable, Hashable {
        /// An earlier attempt may have arrived, and TikTok would not know this one for a copy of it.
        case unknownOutcome
        /// An earlier attempt may have arrived under another name or id, which the mapping has changed since.
        case sentAsAnother
        /// An earlier attempt may have arrived at another event source, which the configuration has changed since;
        /// TikTok knows copies within one event source alone.
        case sentElsewhere(first: String, now: String)
        /// An earlier attempt may have arrived, more than 47 hours ago.
        case resendTooLate
        /// The pixel sent its copy more than 47 hours ago.
        case pixelTooLongAgo
        /// Another event was sent as the same TikTok event too long ago: 48 hours, or 47 where it may not have arrived.
        case twinTooLongAgo
        /// Another event was sent as the same TikTok event to another event source.
        case twinSentElsewhere(first: String, now: String)
        /// It was sent to the same event source for another destination, and TikTok would not know this one for a copy.
        case sentForAnother(eventSourceID: String)

        /// Why a delivery is held that would go to one event source after its twin went to another; nil where they are
        /// the same, as far as is known.
        package static func twin(sentTo first: String?, before event: RenderedEvent) -> Cause? {
            guard let first, let now = event.eventSourceID, first != now else { return nil }
            return .twinSentElsewhere(first: first, now: now)
        }

        /// The deciding step as it is kept with the delivery.
        package var detail: String {
            switch self {
            case .unknownOutcome:
                "an earlier attempt may have arrived, and TikTok does not deduplicate this event"
            case .sentAsAnother:
                "an earlier attempt may have arrived as another TikTok event or with another event_id"
            case .sentElsewhere(let first, let now):
                "event_source_id: an earlier attempt may have arrived at \(first), and this one would go to \(now)"
            case .resendTooLate:
                "an earlier attempt may have arrived more than 47 hours ago, and TikTok deduplicates for 48"
            case .pixelTooLongAgo:
                "event_time: the pixel sent it more than 47 hours ago, and TikTok deduplicates for 48"
            case .twinTooLongAgo:
                "event_id: sent more than 47 hours ago with another event, and TikTok deduplicates for 48"
            case .twinSentElsewhere(let first, let now):
                "event_source_id: sent to \(first) with another event, and this one would go to \(now)"
            case .sentForAnother(let eventSourceID):
                "event_source_id: sent to \(eventSourceID) for another destination already, and TikTok would not know "
                    + "this one for a copy"
            }
        }
    }

    private let eventSource: EventSource
    private let pairing: Pairing

    /// Makes the rule for one destination.
    package init(eventSource: EventSource, pairing: Pairing) {
        self.eventSource = eventSource
        self.pairing = pairing
    }

    /// Whether another attempt would be known as a copy of one that may have arrived.
    package func isDeduplicated(_ event: RenderedEvent) -> Bool {
        eventSource.isDeduplicated && event.sentEventID != nil
    }

    /// Why this event must not be sent now; nil where it may.
    ///
    /// Under a test code nothing counts, so everything may.
    package func cause(toHold delivery: ClaimedDelivery, as event: RenderedEvent, at now: Timestamp) -> Cause? {
        guard event.testEventCode == nil else { return nil }
        if let firstSentAt = delivery.firstSentAt {
            let sentAs = delivery.sentAs
            if let first = sentAs?.eventSourceID, let now = event.eventSourceID, first != now {
                return .sentElsewhere(first: first, now: now)
            }
            guard isDeduplicated(event) else { return .unknownOutcome }
            if let sentAs, !sentAs.isCopied(by: event.sending) { return .sentAsAnother }
            if now - firstSentAt > Self.window { return .resendTooLate }
        }
        if !delivery.evenIfCountedTwice,
            let other = delivery.elsewhere.first(where: { isSentAgain($0, by: event, at: now) })
        {
            return .sentForAnother(eventSourceID: other.eventSourceID ?? "")
        }
        // Not only for a first send: the attempt that may have arrived may as well not have.
        let isPaired = (event.pairing ?? pairing) == .pixel && !delivery.evenIfCountedTwice
        if isPaired, now - delivery.eventTime > Self.window { return .pixelTooLongAgo }
        return nil
    }

    /// Whether an event is what went to the same event source for another destination, and would count again.
    private func isSentAgain(_ other: ClaimedDelivery.Twin, by event: RenderedEvent, at now: Timestamp) -> Bool {
        guard other.eventSourceID != nil, other.eventSourceID == event.eventSourceID,
            other.tiktokEvent == event.tiktokEvent
        else { return false }
        return !isDeduplicated(event) || other.sentEventID != event.sentEventID || now - other.openedAt > Self.window
    }
}
