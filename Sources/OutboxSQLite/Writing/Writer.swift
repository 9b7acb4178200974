import GRDB
import OutboxCore
import Synchronization

/// The one connection of a store that writes, with its group commit and its checkpoints.
final class Writer: Sendable {
    /// The group commit; every write goes through it.
    let committer: GroupCommitter
    private let checkpointer: Checkpointer
    private let database: DatabaseQueue
    // The connection's hook points at it.
    private let logSize: LogSize
    private let dataVersion = Mutex<Int?>(nil)

    /// Opens the connection, with the schema up to date.
    init(path: String, end: TransactionEnd, wait: BusyWait) throws {
        database = try Self.open(path: path, wait)
        let (logSize, checkpointer) = (LogSize(), try Checkpointer(path: path))
        self.logSize = logSize
        self.checkpointer = checkpointer
        committer = GroupCommitter(path: path, database: database, end: end) { database in
            checkpointer.noteCommit()
            // Under a steady load the log would grow without this. Where the checkpointer, or another process, is at it
            // just now, the next commit tries again.
            if logSize.pages >= Checkpointer.pagesBound { _ = Checkpointer.checkpoint(database, path: path) }
            return checkpointer.failure
        }
        database.writeWithoutTransaction { logSize.follow($0) }
    }

    /// Whether another connection to the file committed since this was last asked; true the first time.
    ///
    /// Calls back on the connection's queue, after a transaction under way.
    func checkForeignCommits(_ answer: @escaping @Sendable (Bool) -> Void) {
        database.asyncWriteWithoutTransaction { database in
            guard let version = try? Self.dataVersion(of: database) else { return answer(false) }
            answer(
                self.dataVersion.withLock { last in
                    defer { last = version }
                    return last != version
                })
        }
    }

    /// Finishes what waits and closes.
    ///
    /// The last connection to a file brings the whole log into it. Blocks meanwhile.
    func close() {
        checkpointer.close()
        committer.close()
    }

    /// A number that changes with every commit of another connection, and with none of this one.
    private static func dataVersion(of database: Database) throws -> Int {
        let statement = try PreparedStatement(database, "PRAGMA data_version")
        defer { statement.reset() }
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    private static func open(path: String, _ wait: BusyWait) throws -> DatabaseQueue {
        let database = try DatabaseQueue(path: path, configuration: ConnectionSettings.writing(wait))
        try database.writeWithoutTransaction { database in
            let migrator = SchemaMigrator()
            // A file that a newer version made is left as it is, its journal mode too.
            _ = try migrator.check(database)
            try ConnectionSettings.setWriteAheadLog(database, path: path, wait)
            try migrator.migrate(database)
            try ConnectionSettings.checkSynchronous(database)
        }
        return database
    }
}
