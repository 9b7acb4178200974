import Glibc
package import OutboxCore

/// Where the worker reads the time.
package struct WorkerClock: Sendable {
    /// The wall clock.
    package var wall: @Sendable () -> Timestamp
    /// A clock that never goes back.
    package var moment: @Sendable () -> Moment

    /// Makes a clock from two functions.
    package init(wall: @escaping @Sendable () -> Timestamp, moment: @escaping @Sendable () -> Moment) {
        self.wall = wall
        self.moment = moment
    }

    /// The system's clocks.
    package static let system: WorkerClock = {
        let start = ContinuousClock.now
        return WorkerClock(
            wall: {
                var now = timespec()
                clock_gettime(CLOCK_REALTIME, &now)
                return Timestamp(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
            },
            moment: { Moment(ContinuousClock.now - start) }
        )
    }()
}
