/// A configuration that the store knows; its text is asked for by its number.
package struct StoredConfiguration: Sendable, Hashable {
    /// Its number in the store.
    package var id: ConfigurationID
    /// How people name it: the first 8 hexadecimal digits of its SHA-256.
    package var revision: String
    /// When a process brought it first.
    package var firstSeenAt: Timestamp
    /// When a process took it up last; nil where none ever did. The newest of all is what is running, or ran last.
    package var inForceAt: Timestamp?
    /// The process that took it up last.
    package var inForceBy: String?

    /// Makes a configuration.
    package init(
        id: ConfigurationID, revision: String, firstSeenAt: Timestamp, inForceAt: Timestamp?, inForceBy: String?
    ) {
        self.id = id
        self.revision = revision
        self.firstSeenAt = firstSeenAt
        self.inForceAt = inForceAt
        self.inForceBy = inForceBy
    }
}
