/// How the events of one name pair with what the pixel sent, of one destination and one span of time.
///
/// Both sides add up: `server` is paired, server only and other name (`mismatched`); `echoes` is paired, pixel only and
/// other name (`misnamed`). An echo pairs with one delivery; a pair is of the span if one of its sides is.
package struct PairCount: Sendable, Hashable {
    /// The TikTok event's name.
    package var tiktokEvent: String
    /// Deliveries that TikTok took, of events handed over in the span or paired with an echo seen in it.
    package var server = 0
    /// Those of them that left without an `event_id`: TikTok cannot pair them.
    package var withoutEventID = 0
    /// What the pixel reported in the span, or of an event handed over in it.
    package var echoes = 0
    /// Deliveries whose `event_id` the pixel reported under the same name.
    package var paired = 0
    /// Deliveries whose `event_id` the pixel reported under another name alone, by that name: TikTok counts both.
    package var mismatches: [String: Int] = [:]
    /// What the pixel reported under yet another name, by that name, beside the one that pairs or mismatches: TikTok
    /// counts it besides. Of neither sum.
    package var extraNames: [String: Int] = [:]
    /// Echoes whose `event_id` the server sent under another name alone, by that name: TikTok counts both.
    package var serverNames: [String: Int] = [:]
    /// Deliveries whose `event_id` the pixel did not report.
    package var serverOnly = 0
    /// Echoes whose `event_id` the server did not send.
    package var pixelOnly = 0
    /// Those of them whose event is there and still waits.
    package var waiting = 0
    /// Those of them whose event is there and was skipped, failed or was cancelled.
    package var notSent = 0
    /// Deliveries of the destination that wait undecided, whatever their event: a mapping may give them another
    /// `event_id` and name, so that any pixel-only echo can be theirs. At most ``maximumUndecided``.
    package var undecided = 0
    /// How far the pairs lie apart.
    package var lag = PairLag()

    /// The most that is counted of what waits undecided.
    package static let maximumUndecided = 100_000

    /// Counts nothing yet.
    package init(tiktokEvent: String) {
        self.tiktokEvent = tiktokEvent
    }

    /// Pixel-only echoes of which nothing is known at the server, and whose event cannot be one that waits undecided.
    package var unexplained: Int { max(0, pixelOnly - notSent - max(waiting, undecided)) }
    /// Deliveries under another name than the pixel's.
    package var mismatched: Int { mismatches.values.reduce(0, +) }
    /// Echoes under another name than the server's.
    package var misnamed: Int { serverNames.values.reduce(0, +) }
    /// Echoes under a name too many.
    package var extra: Int { extraNames.values.reduce(0, +) }
}
