package import OutboxCore

/// Moves the times of old data linearly on to the last span, for trials: the newest becomes `now`, the oldest
/// `now` less the span, and what happened between keeps its order and its relative distances.
package struct TimeRebase: Sendable, Hashable {
    /// The oldest time of the data.
    package let oldest: Timestamp
    /// The newest time of the data.
    package let newest: Timestamp
    /// How long the moved times stretch.
    package let span: Duration
    /// The time that the newest becomes.
    package let now: Timestamp

    /// Makes a rebase of data whose times lie from `oldest` to `newest`, which may be the same.
    package init(oldest: Timestamp, newest: Timestamp, span: Duration, now: Timestamp) {
        self.oldest = min(oldest, newest)
        self.newest = newest
        self.span = max(span, .zero)
        self.now = now
    }

    /// The moved time; times outside of the data's count as its oldest or its newest.
    package func moved(_ time: Timestamp) -> Timestamp {
        let stretch = (newest - oldest).wholeMilliseconds
        guard stretch > 0 else { return now }
        let age = min(max((newest - time).wholeMilliseconds, 0), stretch)
        // The product of two times in milliseconds can be wider than 64 bits; the quotient is at most the span.
        let product = age.multipliedFullWidth(by: span.wholeMilliseconds)
        return now - .milliseconds(stretch.dividingFullWidth(product).quotient)
    }
}
