import OutboxSQLite

/// What `outbox --version` says.
enum Version {
    /// The product's version.
    static let number = "0.1.0"

    /// Version, commit, schema and SQLite, a line each.
    static var text: String {
        """
        outbox \(number)
        commit \(BuildCommit.text)
        schema \(SQLiteStore.schemaVersion)
        SQLite \(SQLiteStore.libraryVersion)
        """
    }
}
