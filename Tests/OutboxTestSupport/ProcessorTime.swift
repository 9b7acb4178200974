import Glibc

/// The time that a processor spends, which other work on the machine does not lengthen as it does the time on the wall.
package enum ProcessorTime {
    /// What the calling thread spends on a piece of work that neither waits nor hands anything to another thread.
    package static func of(_ work: () throws -> Void) rethrows -> Duration {
        let start = now
        try work()
        return now - start
    }

    private static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
