package import GRDB
import GRDBSQLite
package import OutboxCore

/// The outbox on a connection that is not ours: the one that a service writes its own tables with.
///
/// Everything runs on the connection's queue, in the transaction that is open there, and is kept or not with it. What
/// SQLite says is thrown as it is (`DatabaseError`), for the service that knows its connection.
package enum ForeignConnection {
    /// How long a connection without a busy mode waits for a worker that holds the lock.
    package static let busyTimeout: Duration = .seconds(10)

    /// Brings the outbox's tables up to date beside the service's own; a newer schema is not touched.
    ///
    /// - Throws: `StoreError.newerSchema`, `StoreError.migrationChanged`, or what SQLite says.
    package static func prepare(_ database: Database) throws {
        try waitForWorkers(database)
        try SchemaMigrator().migrate(database)
    }

    /// Whether the outbox's tables are there, as this version knows them.
    package static func isPrepared(_ database: Database) throws -> Bool {
        let migrator = SchemaMigrator()
        return try migrator.check(database) == migrator.newest
    }

    /// Keeps events of a source; a worker that holds the configuration makes their deliveries.
    ///
    /// All of them are kept, or none: what was written before a failure is taken back, and the service's transaction
    /// can go on, unless SQLite had to give up the whole of it (a full disk).
    ///
    /// The service finds `lastInsertedRowID` as it left it; `changesCount` is of our statements, since SQLite has no
    /// way to set it.
    ///
    /// - Returns: one outcome an event, in their order.
    package static func enqueue(
        _ events: [NewEvent], ofSourceNamed name: String, in database: Database
    ) throws -> [EnqueueOutcome] {
        var outcomes: [EnqueueOutcome] = []
        let rowID = database.lastInsertedRowID
        defer { sqlite3_set_last_insert_rowid(database.sqliteConnection, rowID) }
        try database.inSavepoint {
            outcomes = try EventInserter.insert(events, ofSourceNamed: name, into: database)
            return .commit
        }
        return outcomes
    }

    /// Another process writes to the same file from now on, and GRDB's default is to fail at once then.
    private static func waitForWorkers(_ database: Database) throws {
        guard case .immediateError = database.configuration.busyMode,
            try Int.fetchOne(database, sql: "PRAGMA busy_timeout") == 0
        else { return }
        sqlite3_busy_timeout(database.sqliteConnection, Int32(busyTimeout / .milliseconds(1)))
    }
}
