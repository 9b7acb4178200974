/// One event's way to one destination, as it is on record.
package struct StoredDelivery: Sendable, Hashable {
    /// The destination's name.
    package var destination: String
    /// The state it is in.
    package var state: DeliveryState
    /// Why, where there is a reason.
    package var reason: DeliveryReason?
    /// The deciding step.
    package var detail: String?
    /// Its class: live, retry or bulk.
    package var deliveryClass: DeliveryClass
    /// When it is due, while it is queued.
    package var dueAt: Timestamp
    /// How many of its attempts count for the wait between tries, since it was last put into the queue.
    package var attemptsSpent: Int
    /// When the first request left that may have arrived and counted.
    package var firstSentAt: Timestamp?
    /// The TikTok event it was rendered as.
    package var tiktokEvent: String?
    /// The `event_id` it was rendered with.
    package var sentEventID: String?
    /// The configuration that decided it last: the first 8 hexadecimal digits of its SHA-256.
    package var configuration: String?
    /// Whether it is a member of an open attempt.
    package var isBeingSent: Bool
    /// The pause of its destination.
    package var pause: Pause?
    /// Its attempts, oldest first.
    package var attempts: [StoredAttempt]

    /// Makes a delivery.
    package init(
        destination: String, state: DeliveryState, reason: DeliveryReason?, detail: String?,
        deliveryClass: DeliveryClass, dueAt: Timestamp, attemptsSpent: Int, tiktokEvent: String?,
        sentEventID: String?, isBeingSent: Bool, pause: Pause?, attempts: [StoredAttempt]
    ) {
        self.destination = destination
        self.state = state
        self.reason = reason
        self.detail = detail
        self.deliveryClass = deliveryClass
        self.dueAt = dueAt
        self.attemptsSpent = attemptsSpent
        self.tiktokEvent = tiktokEvent
        self.sentEventID = sentEventID
        self.isBeingSent = isBeingSent
        self.pause = pause
        self.attempts = attempts
    }
}
