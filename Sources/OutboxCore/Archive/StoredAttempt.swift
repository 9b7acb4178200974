/// One attempt as it is on record, seen from one of its deliveries.
package struct StoredAttempt: Sendable, Hashable {
    /// Its number in the store.
    package var id: AttemptID
    /// When it was opened.
    package var openedAt: Timestamp
    /// How long the answer took; nil while open or unknown.
    package var durationMilliseconds: Int?
    /// The HTTP status.
    package var httpStatus: Int?
    /// TikTok's `code`, if the answer had one.
    package var code: Int?
    /// TikTok's message (redacted), or our words.
    package var message: String?
    /// TikTok's request id.
    package var requestID: String?
    /// What it meant for this delivery; nil while the attempt is open.
    package var verdict: Verdict?
    /// What TikTok said of this very event, where it did.
    package var detail: String?
    /// The delivery's zero-based position in the request.
    package var position: Int
    /// How many events travelled in the request.
    package var events: Int
    /// The configuration that rendered it: the first 8 hexadecimal digits of its SHA-256.
    package var configuration: String?
    /// The request's body, where it is still kept.
    package var request: [UInt8]?
    /// The answer's body, where it is still kept.
    package var response: [UInt8]?

    /// Makes an attempt without an answer.
    package init(id: AttemptID, openedAt: Timestamp, position: Int, events: Int) {
        self.id = id
        self.openedAt = openedAt
        self.position = position
        self.events = events
    }
}
