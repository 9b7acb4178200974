package import OutboxCore

/// What a destination wants of the events of its sources, by the configuration.
package struct DestinationRules: Sendable, Hashable {
    /// What one incoming event becomes.
    package struct EventRule: Sendable, Hashable {
        /// The TikTok event's name.
        package var tiktokEvent: String
        /// The line of the configuration that says so; nil for a shipped default.
        package var line: Int?

        /// Makes a rule.
        package init(tiktokEvent: String, line: Int? = nil) {
            self.tiktokEvent = tiktokEvent
            self.line = line
        }
    }

    /// The destination's name in the configuration.
    package var name: String
    /// The kind of its event source.
    package var eventSource: EventSource
    /// The pixel code, app id or event set id.
    package var eventSourceID: String
    /// How far it goes.
    package var mode: DestinationMode = .test
    /// The code of a test events session.
    package var testEventCode: String?
    /// Which names the shipped event table uses.
    package var names: EventNames = .classic
    /// Whether the pixel sends the same events.
    package var pairing: Pairing
    /// By incoming name: what it becomes. Nil: the shipped table for the event source and the names.
    package var events: [String: EventRule]?
    /// How old an event may be when it is sent.
    package var maxEventAge: Duration

    /// The default rules for an event source.
    package init(name: String, eventSource: EventSource, eventSourceID: String) {
        self.name = name
        self.eventSource = eventSource
        self.eventSourceID = eventSourceID
        pairing = eventSource == .web ? .pixel : .serverOnly
        maxEventAge = DeliverySettings(eventSource: eventSource).maxEventAge
    }
}
