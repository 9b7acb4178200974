package import OutboxCore

/// Ends the retries of a delivery (`retry.for`): judged only after a failed attempt; time spent paused does not count,
/// nor does what the wall clock jumped ahead while the lane was worked. Time in which no process worked counts.
package struct RetryLimit: Sendable, Hashable {
    private let limit: Duration

    /// Makes a limit.
    package init(_ limit: Duration) {
        self.limit = limit
    }

    /// Whether the time for retries is spent, now that an attempt failed.
    ///
    /// - Parameters:
    ///   - firstOpenedAt: when the delivery's first attempt was opened; nil where this one is the first.
    ///   - pausedMilliseconds: the time that does not count, all told: pauses and jumps.
    package func isSpent(_ delivery: ClaimedDelivery, pausedMilliseconds: Int64, at now: Timestamp) -> Bool {
        guard let firstOpenedAt = delivery.firstOpenedAt else { return limit <= .zero }
        let paused = max(0, pausedMilliseconds - delivery.pausedMillisecondsAtFirstOpening)
        return now - firstOpenedAt - .milliseconds(paused) >= limit
    }
}
