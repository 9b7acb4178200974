/// What a worker learns when it becomes the owner of a lane.
package struct TakeOver: Sendable, Hashable {
    /// The lane at its new epoch.
    package var lane: Lane
    /// The lane's status as it was left.
    package var status: LaneStatus
    /// Attempts of earlier owners that were open and are now closed as unknown outcomes.
    package var unknownAttempts: Int
    /// Whether the owner before ended without giving the lane back: a crash, or `kill -9`.
    package var followsCrash: Bool

    /// Makes the report of a take-over.
    package init(lane: Lane, status: LaneStatus, unknownAttempts: Int, followsCrash: Bool) {
        self.lane = lane
        self.status = status
        self.unknownAttempts = unknownAttempts
        self.followsCrash = followsCrash
    }
}
