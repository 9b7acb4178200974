package import OutboxCore
package import OutboxIdentity
package import OutboxMapping

/// What a destination wants of the events of its sources, by the configuration.
package struct DestinationRules: Sendable {
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
    /// Whether the pixel sends the same events; single events may say otherwise.
    package var pairing: Pairing
    /// By incoming name: what it becomes, the first alternative whose `when` holds; `*` is for all names that are not
    /// listed. Nil: the shipped table for the event source and the names.
    package var events: [String: [EventRule]]?
    /// What is laid over the shipped map.
    package var map: MappingTable = .empty
    /// What an event must meet, all of it.
    package var filters: [MappingCondition] = []
    /// What its user must have agreed to; nil: nothing is asked.
    package var consent: ConsentRules?
    /// How identities that a mapping takes from elsewhere are normalised before they are hashed.
    package var identity = IdentityRules()
    /// Whether a clear e-mail address or phone number in any other text leaves as its digest (`privacy.scrub`).
    package var scrubsTexts = true
    /// Whether events are stored with what they hold in clear (`privacy.store: full`), so that it is hidden before
    /// anything is made of them.
    package var storesClearEvents = false
    /// How old an event may be when it is sent.
    package var maxEventAge: Duration
    /// What the events of its sources can look like when they are stored; nil: anything goes.
    package var eventShape: EventShape?
    /// The lines of the destination's keys, as far as they are written.
    package var lines: [String: Int] = [:]

    /// The default rules for an event source.
    package init(name: String, eventSource: EventSource, eventSourceID: String) {
        self.name = name
        self.eventSource = eventSource
        self.eventSourceID = eventSourceID
        pairing = eventSource == .web ? .pixel : .serverOnly
        maxEventAge = DeliverySettings(eventSource: eventSource).maxEventAge
    }

    /// Says how identities that a mapping takes from elsewhere are normalised.
    ///
    /// - Parameters:
    ///   - phoneRegion: ISO 3166 code of the region whose phone numbers may come without a country code.
    ///   - lowercasesExternalID: Whether external ids are lower-cased; must equal what the pixel does.
    package mutating func normalizeIdentities(phoneRegion: String?, lowercasesExternalID: Bool) {
        identity = IdentityRules(
            phoneRegion: phoneRegion.flatMap { PhoneRegion(code: $0) },
            externalIDCase: lowercasesExternalID ? .lower : .keep)
    }

    /// The language of its mappings; that a path begins as an event can is all that is asked.
    package var valueGrammar: MappingGrammar {
        var grammar = conditionGrammar
        grammar.shapeDepth = 1
        return grammar
    }

    /// The language of its conditions, which name what events can have alone.
    package var conditionGrammar: MappingGrammar {
        var grammar = MappingGrammar.native(identity: identity)
        grammar.shape = eventShape
        return grammar
    }

    /// The path of one of its keys in the configuration, such as `destinations.main.filters[0]`.
    func path(_ key: String) -> String { "destinations.\(name).\(key)" }
}
