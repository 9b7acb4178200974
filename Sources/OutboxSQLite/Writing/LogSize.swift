import GRDB
import GRDBSQLite
import Synchronization

/// How many pages are in the write-ahead log after the newest commit of a connection.
final class LogSize: Sendable {
    private let atomicPages = Atomic<Int>(0)

    /// The number of pages.
    var pages: Int { atomicPages.load(ordering: .relaxed) }

    /// Follows a connection, which must not outlive this.
    ///
    /// In place of the connection's automatic checkpoints.
    func follow(_ database: Database) {
        sqlite3_wal_hook(
            database.sqliteConnection,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                let size = Unmanaged<LogSize>.fromOpaque(context).takeUnretainedValue()
                size.atomicPages.store(Int(pages), ordering: .relaxed)
                return SQLITE_OK
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }
}
