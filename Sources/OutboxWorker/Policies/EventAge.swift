package import OutboxCore

/// Judges at the moment of sending whether an event is too old (`max_event_age`).
package struct EventAge: Sendable, Hashable {
    private let maximum: Duration

    /// Makes a rule.
    package init(maximum: Duration) {
        self.maximum = maximum
    }

    /// Whether an event of this time is older than the limit.
    package func isTooOld(_ eventTime: Timestamp, at now: Timestamp) -> Bool {
        now - eventTime > maximum
    }

    /// The deciding step as it is kept with the delivery.
    package var detail: String {
        "event_time: older than \(maximum.wholeMilliseconds / 3_600_000) hours when it was to be sent"
    }
}
