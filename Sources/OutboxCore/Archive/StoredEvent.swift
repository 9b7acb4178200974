/// An event as it is kept.
package struct StoredEvent: Sendable, Hashable {
    /// Its number in the store.
    package var number: EventNumber
    /// The source's name.
    package var source: String
    /// The dialect the source spoke.
    package var dialect: String
    /// The producer's own key (`id`).
    package var producerID: String?
    /// The producer's name of it.
    package var eventName: String
    /// The id shared with the browser pixel.
    package var eventID: String?
    /// When it happened.
    package var eventTime: Timestamp
    /// When it was handed over.
    package var receivedAt: Timestamp
    /// What is stored of it (see `EventRecord`); nil when it is no longer kept.
    package var record: [UInt8]?
    /// Whether its deliveries were made, where any destination listens to its source.
    package var isRouted = true

    /// Makes a stored event.
    package init(
        number: EventNumber, source: String, dialect: String, producerID: String?, eventName: String,
        eventID: String?, eventTime: Timestamp, receivedAt: Timestamp, record: [UInt8]?
    ) {
        self.number = number
        self.source = source
        self.dialect = dialect
        self.producerID = producerID
        self.eventName = eventName
        self.eventID = eventID
        self.eventTime = eventTime
        self.receivedAt = receivedAt
        self.record = record
    }
}
