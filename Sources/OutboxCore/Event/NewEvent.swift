/// An event that intake has accepted and that a store has yet to keep.
package struct NewEvent: Sendable, Hashable {
    /// The source that handed it over.
    package var source: SourceID
    /// The producer's name of it, 1 to 100 characters.
    package var eventName: String
    /// The id shared with the browser pixel; what TikTok deduplicates on.
    package var eventID: String?
    /// The producer's own idempotency key (`id`), unique in its source.
    package var producerID: String?
    /// When it happened.
    package var eventTime: Timestamp
    /// When it was handed over.
    package var receivedAt: Timestamp
    /// What tells it apart from every other event.
    package var key: EventKey
    /// SHA-256 of the canonical body; a repeat with another body is a duplicate that differs.
    package var bodySHA256: [UInt8]
    /// What is stored of it: see `EventRecord`.
    package var record: [UInt8]
    /// The class its deliveries start in.
    package var deliveryClass: DeliveryClass

    /// Makes an event from all its parts.
    package init(
        source: SourceID, eventName: String, eventID: String?, producerID: String?, eventTime: Timestamp,
        receivedAt: Timestamp, key: EventKey, bodySHA256: [UInt8], record: [UInt8], deliveryClass: DeliveryClass
    ) {
        self.source = source
        self.eventName = eventName
        self.eventID = eventID
        self.producerID = producerID
        self.eventTime = eventTime
        self.receivedAt = receivedAt
        self.key = key
        self.bodySHA256 = bodySHA256
        self.record = record
        self.deliveryClass = deliveryClass
    }
}
