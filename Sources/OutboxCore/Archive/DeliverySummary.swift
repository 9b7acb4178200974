/// One line of a list of deliveries. An unrouted event has neither destination nor state.
package struct DeliverySummary: Sendable, Hashable {
    /// The event's number.
    package var number: EventNumber
    /// The source's name.
    package var source: String
    /// The producer's name of the event.
    package var eventName: String
    /// The event's id.
    package var eventID: String?
    /// When it was handed over.
    package var receivedAt: Timestamp
    /// The destination's name.
    package var destination: String?
    /// The delivery's state.
    package var state: DeliveryState?
    /// The delivery's reason.
    package var reason: DeliveryReason?
    /// The deciding step.
    package var detail: String?
    /// Its class: live, retry or bulk.
    package var deliveryClass: DeliveryClass?
    /// When it is due, while it is queued.
    package var dueAt: Timestamp?
    /// How many requests carried it, the one under way included.
    package var attempts: Int
    /// The TikTok event it was rendered as.
    package var tiktokEvent: String?

    /// Makes a summary of an event alone.
    package init(
        number: EventNumber, source: String, eventName: String, eventID: String?, receivedAt: Timestamp
    ) {
        self.number = number
        self.source = source
        self.eventName = eventName
        self.eventID = eventID
        self.receivedAt = receivedAt
        attempts = 0
    }
}
