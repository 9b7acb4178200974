/// How long a delivery waits after an attempt that failed for nobody's fault.
///
/// Full jitter (M. Brooker, Exponential Backoff And Jitter, 2015): between nothing and a ceiling that doubles with
/// every attempt. The jitter is drawn once a batch, so that its deliveries come back together.
package struct Backoff: Sendable, Hashable {
    private let base: Duration
    private let longestWait: Duration

    /// Makes a backoff whose waits are never longer than `longestWait` (`retry.max_wait`).
    package init(base: Duration = .seconds(1), longestWait: Duration) {
        self.base = base
        self.longestWait = max(longestWait, .zero)
    }

    /// The longest wait after so many attempts: 1, 2, 4, 8 seconds and so on.
    package func ceiling(afterAttempts attempts: Int) -> Duration {
        // The exponent is bounded before it is used: 2^40 seconds are more than any limit.
        let doublings = min(max(attempts, 1) - 1, 40)
        return min(longestWait, base * (1 << doublings))
    }

    /// The wait after so many attempts.
    ///
    /// - Parameters:
    ///   - jitter: a number from 0 to 1, drawn once a batch.
    ///   - minimum: how long the answer's code asks to wait at least; the longest wait still holds.
    package func wait(afterAttempts attempts: Int, jitter: Double, atLeast minimum: Duration = .zero) -> Duration {
        let share = ceiling(afterAttempts: attempts) * min(max(jitter, 0), 1)
        return min(longestWait, max(minimum, .zero) + share)
    }
}
