/// A point in time on a clock that never goes back; for waits, where `Timestamp` is for facts on record.
package struct Moment: Sendable, Hashable, Comparable {
    /// Time since that clock's own start.
    package var sinceStart: Duration

    /// Makes a moment so long after the clock's start.
    package init(_ sinceStart: Duration) {
        self.sinceStart = sinceStart
    }

    /// Whether the left moment is before the right one.
    package static func < (left: Moment, right: Moment) -> Bool { left.sinceStart < right.sinceStart }

    /// The moment a duration later.
    package static func + (left: Moment, right: Duration) -> Moment { Moment(left.sinceStart + right) }

    /// The duration from the right moment to the left one.
    package static func - (left: Moment, right: Moment) -> Duration { left.sinceStart - right.sinceStart }
}

extension Duration {
    /// The duration in seconds, as near as a floating-point number comes.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
