package import OutboxCore
package import OutboxMapping
import OutboxRouting

/// One configuration file, read and checked as a whole.
///
/// Holds no secret, only where each is found.
package struct Configuration: Sendable {
    /// The name of the file where none is given.
    package static let defaultFileName = "outbox.yml"
    /// The database where none is named, beside the file.
    static let defaultDatabase = "outbox.db"
    /// The largest file that is read, in bytes.
    package static let maximumFileBytes = 1024 * 1024

    /// The file, as it was named.
    package var file: String
    /// The file's text, as it was checked.
    package var text: String
    /// The absolute path of the database.
    package var databasePath: String
    /// Where the HTTP server listens, where the file says it.
    package var listen: ListenAddress?
    /// What clients of the HTTP server may send.
    package var server = ServerSettings()
    /// The tokens for the operator API and the pages, in the file's order.
    package var operators: [OperatorSettings] = []
    /// The sources, in the file's order; at least one.
    package var sources: [SourceSettings] = []
    /// The destinations, in the file's order; at least one.
    package var destinations: [DestinationSettings] = []
    /// What of a person is kept on disk.
    package var privacy = PrivacySettings()
    /// How long what is stored is kept.
    package var keep = RetentionSettings()
    /// How identities are normalised before they are hashed.
    package var identity = IdentitySettings()
    /// Every place in the file that refers to a secret, in the file's order.
    package var secrets: [SecretUse] = []

    init(file: String, text: String, databasePath: String) {
        self.file = file
        self.text = text
        self.databasePath = databasePath
    }

    /// Where the HTTP server listens: where the file says it, else at the default where a source has a key or
    /// pages report; nil where nobody could hand anything over.
    package var serverAddress: ListenAddress? {
        let isCalled = sources.contains { !$0.keys.isEmpty } || destinations.contains { $0.echo != nil }
        return listen ?? (isCalled ? ListenAddress() : nil)
    }

    /// The source of that name.
    package func source(named name: String) -> SourceSettings? {
        sources.first { $0.name == name }
    }

    /// The destination of that name.
    package func destination(named name: String) -> DestinationSettings? {
        destinations.first { $0.name == name }
    }

    /// The names for the store, with the file's text and its SHA-256, which the given function computes.
    ///
    /// The text is the file's own, with digests in place of clear identities (``hiddenConstants``); a secret in it
    /// would have been an error. The digest is of the file as it is.
    package func registration(sha256: ([UInt8]) -> [UInt8]) -> Registration {
        Registration(
            sources: sources.map { Registration.Source(name: $0.name, dialect: $0.dialect) },
            destinations: destinations.map(\.name),
            configurationSHA256: sha256(Array(text.utf8)),
            configurationText: hiddenConstants.text(ofDocument: text)
        )
    }

    /// How clear identities in conditions and other texts of a configuration are hidden before they are kept or shown.
    package var hiddenConstants: HiddenConstants {
        var rules = DestinationRules(name: "", eventSource: .web, eventSourceID: "")
        rules.normalizeIdentities(
            phoneRegion: identity.phoneRegion, lowercasesExternalID: identity.lowercasesExternalID)
        return HiddenConstants(rules.conditionGrammar)
    }
}
