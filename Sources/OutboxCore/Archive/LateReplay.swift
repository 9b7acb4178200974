/// How events are sent to a destination that was added, or renamed, after they came.
package struct LateReplay: Sendable, Hashable {
    /// The destination's name.
    package var destination: String
    /// The pixel code, app id or event set id that it sends to; nil: whatever was sent before holds nothing.
    package var eventSourceID: String?
    /// Whether TikTok deduplicates what is sent there; it does not deduplicate app events.
    package var isDeduplicated: Bool
    /// The TikTok events that it sends; nil: any. What was sent as another one was another conversion.
    package var tiktokEvents: Set<String>?
    /// Whether what TikTok would count a second time is sent too.
    package var evenIfCountedTwice: Bool

    /// Makes a replay that holds what TikTok would count a second time.
    package init(
        to destination: String, eventSourceID: String? = nil, isDeduplicated: Bool = true,
        tiktokEvents: Set<String>? = nil, evenIfCountedTwice: Bool = false
    ) {
        self.destination = destination
        self.eventSourceID = eventSourceID
        self.isDeduplicated = isDeduplicated
        self.tiktokEvents = tiktokEvents
        self.evenIfCountedTwice = evenIfCountedTwice
    }
}
