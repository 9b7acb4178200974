/// What a worker pool did in one run.
package struct WorkReport: Sendable, Hashable {
    /// Its lanes, in the configuration's order.
    package var lanes: [LaneReport]
    /// How long it took.
    package var duration: Duration
    /// Whether it ended because it was told to stop.
    package var wasStopped: Bool

    /// Makes a report.
    package init(lanes: [LaneReport], duration: Duration, wasStopped: Bool) {
        self.lanes = lanes
        self.duration = duration
        self.wasStopped = wasStopped
    }

    /// What all lanes did together.
    package var total: LaneTally {
        lanes.reduce(into: LaneTally()) { $0 += $1.tally }
    }
}
