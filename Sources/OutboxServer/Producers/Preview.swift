package import OutboxCore

/// Says what would become of the events of documents if they were handed over at this time.
package typealias Preview = @Sendable (_ documents: [[UInt8]], _ now: Timestamp) -> [PreviewedEvent]

/// What would become of one event.
package struct PreviewedEvent: Sendable {
    /// The event as it would be handed to the store, of whatever source; nil where it is rejected.
    package var event: NewEvent?
    /// Whether the same event stands before it in the request.
    package var isRepeat: Bool
    /// What intake noticed.
    package var warnings: [EventProblem]
    /// Why intake rejects it; empty where it does not.
    package var problems: [EventProblem]
    /// What each destination that listens would do with it: a JSON array, as `outbox test --json` writes it.
    package var deliveries: [UInt8]

    /// Makes an event.
    package init(
        event: NewEvent?, isRepeat: Bool, warnings: [EventProblem], problems: [EventProblem], deliveries: [UInt8]
    ) {
        self.event = event
        self.isRepeat = isRepeat
        self.warnings = warnings
        self.problems = problems
        self.deliveries = deliveries
    }
}
