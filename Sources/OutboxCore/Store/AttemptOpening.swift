/// A request that is about to leave: on record before its first byte.
package struct AttemptOpening: Sendable, Hashable {
    /// The lane whose owner sends it.
    package var lane: Lane
    /// The configuration that rendered it.
    package var configuration: ConfigurationID?
    /// The time of the opening.
    package var openedAt: Timestamp
    /// Its deliveries; the index of each is its position in the request.
    package var members: [DeliveryKey]
    /// What each member leaves as, in the same order; none where they are yet to be decided.
    package var sendings: [Sending]
    /// `LaneStatus.skippedMilliseconds` at that time, as the owner knows it.
    package var skippedMilliseconds: Int64
    /// True where the members are yet to be decided: nothing leaves before `OutboxStore.send` says so, and a crash
    /// until then counts as a loss of each member without being an unknown outcome.
    package var isBeforeDeciding: Bool
    /// The users that members are about to name besides those of their events (`RenderedEvent.mappedUsers`); members
    /// without any are left out.
    package var mappedUsers: [EventNumber: [UserDigest]]

    /// Makes an opening.
    package init(
        lane: Lane, configuration: ConfigurationID?, openedAt: Timestamp, members: [DeliveryKey],
        sendings: [Sending] = [], skippedMilliseconds: Int64 = 0, isBeforeDeciding: Bool = false,
        mappedUsers: [EventNumber: [UserDigest]] = [:]
    ) {
        self.lane = lane
        self.configuration = configuration
        self.openedAt = openedAt
        self.members = members
        self.sendings = sendings
        self.skippedMilliseconds = skippedMilliseconds
        self.isBeforeDeciding = isBeforeDeciding
        self.mappedUsers = mappedUsers
    }
}
