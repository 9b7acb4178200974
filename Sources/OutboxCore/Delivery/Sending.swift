/// What a delivery leaves as: what TikTok knows copies of one event by (TikTok: Event Deduplication).
package struct Sending: Sendable, Hashable {
    /// The pixel code, app id or event set id that it goes to; nil where nobody knows.
    package var eventSourceID: String?
    /// The TikTok event it is rendered as.
    package var tiktokEvent: String
    /// The `event_id` it is rendered with.
    package var sentEventID: String?
    /// Whether it goes under a test code, where nothing counts.
    package var isTest: Bool

    /// Makes a sending.
    package init(eventSourceID: String? = nil, tiktokEvent: String, sentEventID: String?, isTest: Bool = false) {
        self.eventSourceID = eventSourceID
        self.tiktokEvent = tiktokEvent
        self.sentEventID = sentEventID
        self.isTest = isTest
    }

    /// Whether the other one has the same name and the same id; without an id nothing is a copy.
    package func isCopied(by other: Sending) -> Bool {
        tiktokEvent == other.tiktokEvent && sentEventID != nil && sentEventID == other.sentEventID
    }
}
