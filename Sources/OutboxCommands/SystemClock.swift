package import OutboxCore
import OutboxWorker

/// The computer's clock.
package enum SystemClock {
    /// The time now, in milliseconds since the epoch, UTC.
    package static var now: Timestamp { WorkerClock.system.wall() }
}
