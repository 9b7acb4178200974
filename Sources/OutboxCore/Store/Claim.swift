/// The answer to a claim: what the owner now holds, and what it should know before it asks again.
package struct Claim: Sendable {
    /// The deliveries, best class first and the longest due first within a class; at most as many as asked for.
    package var deliveries: [ClaimedDelivery]
    /// The lane's status as of this claim. At a paused destination nothing is claimed.
    package var status: LaneStatus
    /// The destination's test sessions as of this claim: those that run, and those that ended up to
    /// `TestSession.memory` ago.
    package var sessions: [TestSession]
    /// When the next delivery that is not held becomes due; nil when nothing waits. In the past when more is due now.
    package var nextDueAt: Timestamp?

    /// Makes a claim.
    package init(
        deliveries: [ClaimedDelivery], status: LaneStatus, sessions: [TestSession] = [], nextDueAt: Timestamp?
    ) {
        self.deliveries = deliveries
        self.status = status
        self.sessions = sessions
        self.nextDueAt = nextDueAt
    }
}
