package import OutboxCore

/// Keeps due times moving when the wall clock is set back.
///
/// The queue's time is the wall clock's furthest reading, carried on by a clock that never goes back: what was due at
/// ten stays due at ten after the wall clock was set from eleven to nine. What an earlier process wrote under a clock
/// that ran ahead is told by its distance: no wait of ours is longer than `longestWait`.
package struct QueueClock: Sendable {
    /// The longest wait that a due time can stand for.
    package var longestWait: Duration
    private var start: Timestamp?
    /// How far the wall clock has jumped ahead so far, beyond what it was set back before: time that nobody could have
    /// used.
    package private(set) var skipped: Duration = .zero

    /// Makes a clock; `longestWait` is the longest wait that a due time can stand for (`retry.max_wait`).
    package init(longestWait: Duration) {
        self.longestWait = longestWait
    }

    /// Reads the queue's time from both clocks.
    package mutating func read(wall: Timestamp, moment: Moment) -> LaneTime {
        let candidate = wall - moment.sinceStart
        let latest = start.map { max($0, candidate) } ?? candidate
        if let start { skipped += latest - start }
        start = latest
        return LaneTime(wall: wall, queue: latest + moment.sinceStart, moment: moment)
    }

    /// How long to wait for the next due time: not at all where it is past, or lies further ahead than any wait of
    /// ours and was therefore written under a clock that ran ahead.
    package func wait(at now: Timestamp, nextDueAt: Timestamp) -> Duration {
        let ahead = nextDueAt - now
        return ahead > longestWait ? .zero : max(ahead, .zero)
    }

    /// The time to claim with: the queue's, or beyond it where the next due time was written under a clock that ran
    /// ahead.
    package func claimTime(at now: Timestamp, nextDueAt: Timestamp?) -> Timestamp {
        guard let nextDueAt, nextDueAt > now + longestWait else { return now }
        return nextDueAt + longestWait
    }
}
