/// Which events are to be paired with what the pixel sent.
package struct PairQuestion: Sendable, Hashable {
    /// The destination's name.
    package var destination: String
    /// The pixel code of the destination.
    package var pixelCode: String
    /// Events handed over, and echoes seen, at this time or later.
    package var since: Timestamp
    /// The TikTok events of interest; nil for all.
    package var tiktokEvents: Set<String>?
    /// TikTok events that another destination of the same pixel sends: left out.
    package var othersEvents: Set<String> = []
    /// Incoming names that the pixel does not send (`pairing: server_only`): left out.
    package var serverOnlyNames: Set<String>

    /// Makes a question.
    package init(
        destination: String, pixelCode: String, since: Timestamp, tiktokEvents: Set<String>? = nil,
        serverOnlyNames: Set<String> = []
    ) {
        self.destination = destination
        self.pixelCode = pixelCode
        self.since = since
        self.tiktokEvents = tiktokEvents
        self.serverOnlyNames = serverOnlyNames
    }
}
