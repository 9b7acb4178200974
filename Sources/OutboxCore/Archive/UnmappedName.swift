/// A name that events came under and that no mapping of a destination knows.
package struct UnmappedName: Sendable, Hashable {
    /// The source's name.
    package var source: String
    /// The destination's name.
    package var destination: String
    /// The producer's name of the events.
    package var eventName: String
    /// How many deliveries are skipped for it now.
    package var count: Int
    /// When the first such event was received.
    package var firstSeenAt: Timestamp
    /// When the last such event was received.
    package var lastSeenAt: Timestamp

    /// Makes a name with its numbers.
    package init(
        source: String, destination: String, eventName: String, count: Int, firstSeenAt: Timestamp,
        lastSeenAt: Timestamp
    ) {
        self.source = source
        self.destination = destination
        self.eventName = eventName
        self.count = count
        self.firstSeenAt = firstSeenAt
        self.lastSeenAt = lastSeenAt
    }
}
