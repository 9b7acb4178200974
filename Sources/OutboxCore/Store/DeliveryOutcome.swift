/// What becomes of one delivery.
package struct DeliveryOutcome: Sendable, Hashable {
    /// Where it goes from here.
    package enum Next: Sendable, Hashable {
        /// Done, plainly or with a reason (`warnings`, `validated`).
        case delivered(DeliveryReason?)
        /// Deliberately not sent.
        case skipped(DeliveryReason)
        /// A dead letter.
        case failed(DeliveryReason)
        /// Back to the queue, due at a time.
        case queued(DeliveryClass, dueAt: Timestamp)
    }

    /// The delivery as it was claimed.
    package var key: DeliveryKey
    /// What comes next.
    package var next: Next
    /// What the answer meant for it; nil where no attempt was made.
    package var verdict: Verdict?
    /// Whether the attempt counts against the delivery (`attempts` + 1).
    package var spendsAttempt: Bool
    /// Whether the attempt may have arrived: the store then keeps the attempt's opening time as `first_sent_at`, unless
    /// an earlier one is there.
    package var mayHaveArrived: Bool
    /// The deciding step, TikTok's (redacted) message about it, or warnings of the mapping.
    package var detail: String?
    /// The configuration that decided it; nil for that of its attempt.
    package var configuration: ConfigurationID?
    /// The pixel code, app id or event set id that it was sent to; nil where no attempt was made.
    package var eventSourceID: String?
    /// The TikTok event it was rendered as.
    package var tiktokEvent: String?
    /// The `event_id` it was rendered with.
    package var sentEventID: String?

    /// Makes an outcome.
    package init(
        key: DeliveryKey, next: Next, verdict: Verdict? = nil, spendsAttempt: Bool = false,
        mayHaveArrived: Bool = false, detail: String? = nil, tiktokEvent: String? = nil, sentEventID: String? = nil
    ) {
        self.key = key
        self.next = next
        self.verdict = verdict
        self.spendsAttempt = spendsAttempt
        self.mayHaveArrived = mayHaveArrived
        self.detail = detail
        self.tiktokEvent = tiktokEvent
        self.sentEventID = sentEventID
    }
}
