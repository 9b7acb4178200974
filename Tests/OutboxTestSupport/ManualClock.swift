package import OutboxCore
import Synchronization

/// A wall clock that moves only when a test says so, forwards and backwards.
package final class ManualClock: Sendable {
    private let time: Mutex<Timestamp>

    /// Makes a clock that stands at a time; left out, at 2026-03-01T12:00:00Z.
    package init(_ start: Timestamp = Timestamp(seconds: 1_772_366_400)) {
        time = Mutex(start)
    }

    /// The time it shows.
    package var now: Timestamp { time.withLock { $0 } }

    /// Moves it, backwards by a negative duration, and gives the new time.
    @discardableResult
    package func advance(by duration: Duration) -> Timestamp {
        time.withLock { time in
            time = time + duration
            return time
        }
    }

    /// Sets it to a time.
    package func set(to new: Timestamp) {
        time.withLock { $0 = new }
    }
}
