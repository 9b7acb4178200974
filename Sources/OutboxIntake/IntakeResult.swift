package import OutboxCore

/// What intake says of one event.
package enum IntakeResult: Sendable, Hashable {
    /// It can be enqueued.
    case accepted(NewEvent, warnings: [EventProblem])
    /// It cannot; every problem is named.
    case rejected([EventProblem])
}
