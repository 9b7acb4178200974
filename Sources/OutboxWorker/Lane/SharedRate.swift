import Synchronization

/// The token bucket of all destinations that share a token and an event source.
///
/// May be used from any thread.
package final class SharedRate: Sendable {
    private let bucket: Mutex<TokenBucket>

    /// Makes a full bucket with a rate in requests a second.
    package init(rate: Double, at now: Moment) {
        bucket = Mutex(TokenBucket(rate: rate, at: now))
    }

    /// Takes up a rate that an earlier process was left with.
    package func restore(_ kept: Double) {
        bucket.withLock { $0.restore(kept) }
    }

    /// Takes up another configured rate; what answers slowed it down to stays.
    package func configure(rate: Double, at now: Moment) {
        bucket.withLock { $0.configure(rate: rate, at: now) }
    }

    /// Lets one request leave (nil), or says when to ask again.
    package func take(at now: Moment) -> Moment? {
        bucket.withLock { $0.take(at: now) }
    }

    /// Gives a request back that did not leave.
    package func giveBack() {
        bucket.withLock { $0.giveBack() }
    }

    /// Slows down after a rate-limit answer.
    package func slowDown(retryAfter: Duration?, at now: Moment) {
        bucket.withLock { $0.slowDown(retryAfter: retryAfter, at: now) }
    }

    /// Begins to recover after an answer that is not about the rate.
    package func answered(at now: Moment) {
        bucket.withLock { $0.answered(at: now) }
    }

    /// Until when an answer asked to wait; nil where none did.
    package func blocked(at now: Moment) -> Moment? {
        bucket.withLock { $0.blocked(at: now) }
    }

    /// The rate to keep for the next process; nil where it is the configured one.
    package func rateToKeep(at now: Moment) -> Double? {
        bucket.withLock { $0.rateToKeep(at: now) }
    }
}
