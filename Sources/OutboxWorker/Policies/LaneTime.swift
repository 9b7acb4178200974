package import OutboxCore

/// One reading of the clocks of a lane.
package struct LaneTime: Sendable, Hashable {
    /// The wall clock: for facts on record and for rules about the age of events.
    package var wall: Timestamp
    /// The queue's time, which never goes back, for due times (see `QueueClock`).
    package var queue: Timestamp
    /// The clock for waits inside this process.
    package var moment: Moment

    /// Makes a reading.
    package init(wall: Timestamp, queue: Timestamp, moment: Moment) {
        self.wall = wall
        self.queue = queue
        self.moment = moment
    }
}
