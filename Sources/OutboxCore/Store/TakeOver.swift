/// What a worker learns when it becomes the owner of a lane.
package struct TakeOver: Sendable, Hashable {
    /// The lane at its new epoch.
    package var lane: Lane
    /// The lane's status as it was left.
    package var status: LaneStatus
    /// Attempts of earlier owners that were open and are now closed as unknown outcomes.
    package var unknownAttempts: Int
    /// Deliveries of those attempts that are `failed` now: held because they may count twice, or because they brought
    /// down too many owners.
    package var failed: Int
    /// Whether the owner before ended without giving the lane back: a crash, or `kill -9`.
    package var followsCrash: Bool

    /// Makes the report of a take-over.
    package init(lane: Lane, status: LaneStatus, unknownAttempts: Int, failed: Int, followsCrash: Bool) {
        self.lane = lane
        self.status = status
        self.unknownAttempts = unknownAttempts
        self.failed = failed
        self.followsCrash = followsCrash
    }
}
