/// The answer to an open attempt, with the outcome of every member: written as one transaction.
package struct AttemptClosing: Sendable {
    /// The lane whose owner sent it.
    package var lane: Lane
    /// The attempt that was opened.
    package var attempt: AttemptID
    /// The time of the closing.
    package var closedAt: Timestamp
    /// What came back. Its request and response are stored compressed; an empty request is not stored.
    package var answer: Answer
    /// One outcome a member, in the order of the positions.
    package var outcomes: [DeliveryOutcome]
    /// A pause that takes effect in the same transaction.
    package var pause: Pause?

    /// Makes a closing.
    package init(
        lane: Lane, attempt: AttemptID, closedAt: Timestamp, answer: Answer, outcomes: [DeliveryOutcome],
        pause: Pause? = nil
    ) {
        self.lane = lane
        self.attempt = attempt
        self.closedAt = closedAt
        self.answer = answer
        self.outcomes = outcomes
        self.pause = pause
    }
}
