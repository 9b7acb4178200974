import OutboxCore

/// Deliveries that travel in one request.
package struct BatchGroup: Sendable, Hashable {
    /// The members, in the order of their positions.
    package var members: [DecidedDelivery]
    /// Answers with a position that this batch had so far; see `Isolation`.
    package var refusals: Int

    /// Makes a group, by default a fresh one.
    package init(_ members: [DecidedDelivery], refusals: Int = 0) {
        self.members = members
        self.refusals = refusals
    }

    /// The test code that its members share.
    package var testEventCode: String? { members.first?.event.testEventCode }
}
