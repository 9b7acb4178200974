/// What a browser pixel sent to TikTok, as its page reports it: ids alone.
package struct PixelEcho: Sendable, Hashable {
    /// The longest `event_id` that is taken, in bytes.
    package static let maximumEventIDBytes = 256
    /// The longest name of a TikTok event that is taken, in bytes.
    package static let maximumNameBytes = 100
    /// Echoes that are kept at most; the oldest are forgotten first.
    package static let keptEchoes = 2_000_000

    /// The pixel code: the `event_source_id` of the destinations whose events it pairs with.
    package var pixelCode: String
    /// The name under which the pixel sent it: a TikTok event's.
    package var tiktokEvent: String
    /// The id that it shares with the server's event.
    package var eventID: String
    /// When the report came.
    package var seenAt: Timestamp

    /// Makes an echo; nil where a name or an id is empty, too long, or has a control character.
    package init?(pixelCode: String, tiktokEvent: String, eventID: String, seenAt: Timestamp) {
        guard Self.isGood(tiktokEvent, Self.maximumNameBytes), Self.isGood(eventID, Self.maximumEventIDBytes) else {
            return nil
        }
        self.pixelCode = pixelCode
        self.tiktokEvent = tiktokEvent
        self.eventID = eventID
        self.seenAt = seenAt
    }

    private static func isGood(_ text: String, _ maximum: Int) -> Bool {
        1...maximum ~= text.utf8.count && !text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    }
}
