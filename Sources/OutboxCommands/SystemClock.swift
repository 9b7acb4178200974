import Glibc
package import OutboxCore

/// The computer's clock.
package enum SystemClock {
    /// The time now, in milliseconds since the epoch, UTC.
    package static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
