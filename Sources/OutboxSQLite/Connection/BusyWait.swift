import GRDB
import Glibc
import Synchronization

/// How a connection waits while another process holds the lock: it tries again every millisecond, jittered, up to 30
/// seconds, and not beyond a deadline.
///
/// SQLite's own handler backs off to 100 ms and meets the short gaps of a busy writer by luck alone.
final class BusyWait: Sendable {
    /// How long a lock is waited for at most.
    let limit: Duration
    /// How long it is waited for where the deadline is near or over: what was done by then is still to be recorded.
    private static let leastLimit: Duration = .seconds(1)
    private let deadline: ContinuousClock.Instant?
    private let started = Mutex<ContinuousClock.Instant?>(nil)

    /// Waits up to a limit for each lock, and no longer than about a deadline.
    init(limit: Duration = .seconds(30), deadline: ContinuousClock.Instant? = nil) {
        self.limit = limit
        self.deadline = deadline
    }

    /// The mode to give to GRDB.
    var mode: Database.BusyMode {
        .callback { attempts in self.wait(attempts: attempts) }
    }

    /// Blocks for about a millisecond; false when the time is over.
    ///
    /// - Parameter attempts: how often this lock was tried for already; 0 begins a new wait.
    func wait(attempts: Int) -> Bool {
        let now = ContinuousClock.now
        let start = started.withLock { started in
            if attempts == 0 || started == nil { started = now }
            return started ?? now
        }
        guard now - start < limit else { return false }
        if let deadline, now >= max(deadline, start + Self.leastLimit) { return false }
        usleep(UInt32.random(in: 500...1500))
        return true
    }
}
