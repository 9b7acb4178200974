package import OutboxIntake

/// One named producer.
package struct SourceSettings: Sendable, Hashable {
    /// Where the shopper's IP address is found in an event that has none.
    package enum AddressOrigin: String, Sendable, CaseIterable {
        /// Nowhere: the connection is the producer's own.
        case fromEvent = "from_event"
        /// At the other end of the connection: the shopper's own browser or app hands the events over.
        case fromConnection = "from_connection"
    }

    /// Its name in the configuration.
    package var name: String
    /// The shape it speaks.
    package var dialect = "native"
    /// Its write keys; each of them is good, so that one can be replaced while the other still works.
    package var keys: [SecretReference] = []
    /// What its events must be, and what is done to them at the door.
    package var rules: IntakeRules
    /// Where the shopper's IP address is found in an event that has none.
    package var addressOrigin = AddressOrigin.fromEvent
    /// The line of its name.
    package var line: Int?

    /// A source with the default rules.
    package init(name: String, line: Int? = nil) {
        self.name = name
        self.line = line
        rules = IntakeRules(source: name)
    }
}
