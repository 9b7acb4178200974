package import OutboxCore
package import OutboxIdentity
package import OutboxIntake

/// One source as the server knows it: who may speak for it, and what is made of its events.
package struct ServedSource: Sendable {
    /// Its name in the configuration.
    package var name: String
    /// The number the store gave to it.
    package var id: SourceID
    /// The shape its events come in.
    package var dialect: DialectName
    /// Judges its events.
    package var intake: Intake
    /// The digests of its write keys.
    package var keys: [SHA256Digest]
    /// Whether an event without an address gets that of the connection (`ip: from_connection`).
    package var takesConnectionAddress: Bool
    /// Says what would become of documents, without keeping anything.
    package var preview: Preview

    /// Makes a source.
    package init(
        name: String, id: SourceID, dialect: DialectName, intake: Intake, keys: [SHA256Digest],
        takesConnectionAddress: Bool, preview: @escaping Preview
    ) {
        self.name = name
        self.id = id
        self.dialect = dialect
        self.intake = intake
        self.keys = keys
        self.takesConnectionAddress = takesConnectionAddress
        self.preview = preview
    }
}
