/// Asks for other events that were sent as the same TikTok event under the same `event_id`.
package struct TwinQuestion: Sendable, Hashable {
    /// The event that is about to be sent.
    package var event: EventNumber
    /// The TikTok event it is rendered as.
    package var tiktokEvent: String
    /// The id it is rendered with.
    package var sentEventID: String
    /// Where it goes; nil where nobody knows.
    package var eventSourceID: String?

    /// Makes a question.
    package init(event: EventNumber, tiktokEvent: String, sentEventID: String, eventSourceID: String? = nil) {
        self.event = event
        self.tiktokEvent = tiktokEvent
        self.sentEventID = sentEventID
        self.eventSourceID = eventSourceID
    }
}
