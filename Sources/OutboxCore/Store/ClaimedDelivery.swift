/// A due delivery that the owner of a lane holds in memory, with its event.
package struct ClaimedDelivery: Sendable, Hashable {
    /// What was sent already as a TikTok event that TikTok may take for the same one.
    package struct Twin: Sendable, Hashable {
        /// The event it was sent for.
        package var event: EventNumber
        /// The name it was sent under.
        package var tiktokEvent: String
        /// The id it was sent under; nil for none.
        package var sentEventID: String?
        /// The pixel code, app id or event set id it was sent to; nil where nobody knows.
        package var eventSourceID: String?
        /// When it was first opened.
        package var openedAt: Timestamp
        /// Whether nothing says that it arrived, and it is not sent again by itself: it failed, was skipped or was
        /// cancelled, and TikTok never took it.
        package var isGivenUp: Bool

        /// Makes a twin.
        package init(
            event: EventNumber, tiktokEvent: String, sentEventID: String?, eventSourceID: String? = nil,
            openedAt: Timestamp, isGivenUp: Bool = false
        ) {
            self.event = event
            self.eventSourceID = eventSourceID
            self.tiktokEvent = tiktokEvent
            self.sentEventID = sentEventID
            self.openedAt = openedAt
            self.isGivenUp = isGivenUp
        }
    }

    /// Losses from which on a delivery travels alone and is opened before it is decided.
    package static let suspectLosses = 2

    /// Event, source and class.
    package var key: DeliveryKey
    /// The producer's name of the event.
    package var eventName: String
    /// The event's id.
    package var eventID: String?
    /// When the event happened.
    package var eventTime: Timestamp
    /// When the event was handed over.
    package var receivedAt: Timestamp
    /// When it became due.
    package var dueAt: Timestamp
    /// Attempts spent so far.
    package var attempts: Int
    /// Owners that were killed while they held it open: up to `suspectLosses` all of them, and from there on those that
    /// had it alone in an attempt and not decided.
    package var losses: Int
    /// Opening time of the first attempt that may have arrived.
    package var firstSentAt: Timestamp?
    /// What that attempt said it is; nil also where that is not on record.
    package var sentAs: Sending?
    /// When a user of the event withdrew their consent; such a delivery must be skipped, and no attempt opens for it.
    package var consentWithdrawnAt: Timestamp?
    /// Opening time of the first attempt of all; from here `retry.for` counts.
    package var firstOpenedAt: Timestamp?
    /// `LaneStatus.pausedMilliseconds` and `LaneStatus.skippedMilliseconds` at that time, together.
    package var pausedMillisecondsAtFirstOpening: Int64
    /// Whether an operator said, when it was last retried or replayed, to send it even if it is counted twice: what
    /// may have arrived until then is forgotten (`firstSentAt`), and the age of the pixel's copy does not hold it.
    package var evenIfCountedTwice: Bool
    /// Whether another event of the store has the same `event_id`, or was sent with it.
    package var hasTwins: Bool
    /// Other events that were sent as the same TikTok event, once that is known: a claim knows of none, see
    /// `OutboxStore.twins`.
    package var twins: [Twin]
    /// What this event was sent as for other destinations, also removed ones, and may have arrived as, or is on its way
    /// as; told in class bulk, in which `replay --to` makes deliveries, and in class retry, which they come to.
    package var elsewhere: [Twin]
    /// What is stored of the event: see `EventRecord`. Nil when it is no longer kept.
    package var record: [UInt8]?

    /// Makes a claimed delivery.
    package init(
        key: DeliveryKey, eventName: String, eventID: String?, eventTime: Timestamp, receivedAt: Timestamp,
        dueAt: Timestamp, attempts: Int = 0, losses: Int = 0, firstSentAt: Timestamp? = nil,
        sentAs: Sending? = nil, consentWithdrawnAt: Timestamp? = nil, firstOpenedAt: Timestamp? = nil,
        pausedMillisecondsAtFirstOpening: Int64 = 0,
        evenIfCountedTwice: Bool = false, hasTwins: Bool = false, twins: [Twin] = [],
        elsewhere: [Twin] = [], record: [UInt8]?
    ) {
        self.key = key
        self.eventName = eventName
        self.eventID = eventID
        self.eventTime = eventTime
        self.receivedAt = receivedAt
        self.dueAt = dueAt
        self.attempts = attempts
        self.losses = losses
        self.firstSentAt = firstSentAt
        self.sentAs = sentAs
        self.consentWithdrawnAt = consentWithdrawnAt
        self.firstOpenedAt = firstOpenedAt
        self.pausedMillisecondsAtFirstOpening = pausedMillisecondsAtFirstOpening
        self.evenIfCountedTwice = evenIfCountedTwice
        self.hasTwins = hasTwins
        self.twins = twins
        self.elsewhere = elsewhere
        self.record = record
    }
}
