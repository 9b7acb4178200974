import Metrics

/// How long commits take, as callers wait for them.
struct CommitStatistics {
    private let timer = Timer(label: "outbox_store_commit")
    private var longest: Duration = .zero

    /// Notes one commit.
    mutating func note(_ duration: Duration) {
        longest = max(longest, duration)
        timer.recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }

    /// The longest since the last call.
    mutating func takeLongest() -> Duration {
        defer { longest = .zero }
        return longest
    }
}
