/// How the events of one name pair with what the pixel sent, of one destination and one span of time.
package struct PairCount: Sendable, Hashable {
    /// The TikTok event's name.
    package var tiktokEvent: String
    /// Deliveries that TikTok took, of events handed over in the span.
    package var server = 0
    /// Those of them that left without an `event_id`: TikTok cannot pair them.
    package var withoutEventID = 0
    /// What the pixel reported in the span.
    package var echoes = 0
    /// Deliveries whose `event_id` the pixel reported under the same name.
    package var paired = 0
    /// Deliveries whose `event_id` the pixel reported under another name alone, by that name: TikTok counts both.
    package var mismatches: [String: Int] = [:]
    /// Deliveries whose `event_id` the pixel did not report.
    package var serverOnly = 0
    /// Echoes whose `event_id` the server did not send.
    package var pixelOnly = 0
    /// Those of them whose event is there and still waits.
    package var waiting = 0
    /// Those of them whose event is there and was skipped, failed or was cancelled.
    package var notSent = 0
    /// How far the pairs lie apart.
    package var lag = PairLag()

    /// Counts nothing yet.
    package init(tiktokEvent: String) {
        self.tiktokEvent = tiktokEvent
    }

    /// Deliveries under another name than the pixel's.
    package var mismatched: Int { mismatches.values.reduce(0, +) }
}
