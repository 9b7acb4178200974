import OutboxCore

extension SQLiteStore {
    /// Drops everything as nearly like `kill -9` as a process can do to itself, for tests of what comes after.
    ///
    /// What waits to be written is not written; lanes are not given back, and their locks are free at once.
    /// A transaction under way still ends, either way. While another connection to the file is open, the log stays as
    /// it is; the last connection brings it into the database, which a real kill would not. Blocks the calling thread.
    package func abandon() {
        writer?.committer.stop(with: .closed)
        close()
    }
}
