/// How fast, in what portions and how long a destination is delivered to.
package struct DeliverySettings: Sendable, Hashable {
    /// Events in a request at most, 1 to 1,000. TikTok asks for fewer than 100.
    package var batchMax = 50
    /// How long the oldest decided event waits for its batch to fill.
    package var batchWait: Duration = .seconds(1)
    /// Requests on their way at the same time.
    package var concurrency = 8
    /// Requests a second.
    package var rate: Double = 100
    /// How long a delivery is retried, counted from its first attempt; time spent paused does not count.
    package var retryFor: Duration = .seconds(24 * 3600)
    /// The longest wait between two tries.
    package var retryMaxWait: Duration = .seconds(15 * 60)
    /// How old an event may be when it is sent.
    package var maxEventAge: Duration = .seconds(7 * 24 * 3600)
    /// How long a connection may take to come up.
    package var connectTimeout: Duration = .seconds(5)
    /// How long a request may take from its first byte to the last of the answer.
    package var requestTimeout: Duration = .seconds(30)

    /// The defaults; offline events may be 28 days old, others 7.
    package init(eventSource: EventSource = .web) {
        if eventSource == .offline { maxEventAge = .seconds(28 * 24 * 3600) }
    }
}
