/// When a writer makes room for other processes: after it held the lock for 50 ms, less than 2 ms apart, it leaves it
/// alone for 2 ms, in which a process that tries every millisecond gets in.
struct WritePace {
    /// How long the lock may be held before a gap.
    static let longestHold: Duration = .milliseconds(50)
    /// How long the gap is.
    static let gap: Duration = .milliseconds(2)

    private var held: Duration = .zero
    private var releasedAt: ContinuousClock.Instant?

    /// How long to wait, exactly that once, before the lock is taken again.
    mutating func wait(at now: ContinuousClock.Instant) -> Duration {
        guard let releasedAt else { return .zero }
        let idle = now - releasedAt
        guard idle >= Self.gap || held >= Self.longestHold else { return .zero }
        held = .zero
        return max(.zero, Self.gap - idle)
    }

    /// Notes that the lock was held.
    mutating func held(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) {
        held += end - start
        releasedAt = end
    }
}
