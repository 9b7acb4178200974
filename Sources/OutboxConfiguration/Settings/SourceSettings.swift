package import OutboxIntake

/// One named producer.
package struct SourceSettings: Sendable, Hashable {
    /// Its name in the configuration.
    package var name: String
    /// The shape it speaks.
    package var dialect = "native"
    /// Its write keys; each of them is good, so that one can be replaced while the other still works.
    package var keys: [SecretReference] = []
    /// What its events must be, and what is done to them at the door.
    package var rules: IntakeRules
    /// The line of its name.
    package var line: Int?

    /// A source with the default rules.
    package init(name: String, line: Int? = nil) {
        self.name = name
        self.line = line
        rules = IntakeRules(source: name)
    }
}
