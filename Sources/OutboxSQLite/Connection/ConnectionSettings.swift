import GRDB
import OutboxCore

/// How connections are set up.
///
/// The benchmarks set up their bare connections alike.
package enum ConnectionSettings {
    /// Memory for pages in the one writing connection, in KiB: enough for what one group commit changes. More is hardly
    /// faster (24,000: 4 % less processor time for an enqueue with 1 million rows there), since what is not in it is in
    /// the system's own cache.
    package static let writerCacheKilobytes = 16_000
    /// Memory for pages in each reading connection, in KiB.
    static let readerCacheKilobytes = 4_000
    /// What the write-ahead log is cut to when it begins anew, in bytes: above the size at which it does under a steady
    /// load, since a log that keeps its length is synced without its file's metadata.
    package static let journalSizeLimit = 96 << 20
    /// The level that promise 1 needs: every commit is synced.
    static let synchronousFull = 2

    /// A connection that writes, and leaves checkpoints to the checkpointer.
    ///
    /// - Parameter wait: how it waits for locks.
    static func writing(_ wait: BusyWait = BusyWait()) -> Configuration {
        var configuration = Configuration()
        configuration.label = "outbox.writer"
        configuration.busyMode = wait.mode
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA secure_delete = ON;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA mmap_size = 0;
                    PRAGMA cache_size = -\(writerCacheKilobytes);
                    PRAGMA journal_size_limit = \(journalSizeLimit);
                    PRAGMA wal_autocheckpoint = 0;
                    """
            )
        }
        return configuration
    }

    /// A connection that only checkpoints.
    static func checkpointing() -> Configuration {
        var configuration = Configuration()
        configuration.label = "outbox.checkpointer"
        configuration.busyMode = BusyWait().mode
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -64;"
            )
        }
        return configuration
    }

    /// A connection that only reads.
    static func reading(label: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = label
        configuration.readonly = true
        configuration.busyMode = BusyWait().mode
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA query_only = ON;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA mmap_size = 0;
                    PRAGMA cache_size = -\(readerCacheKilobytes);
                    """
            )
        }
        return configuration
    }

    /// Puts the file into WAL mode, where it is not yet.
    ///
    /// The mode stays with the file.
    ///
    /// SQLite does not call the busy handler here, so a lock is waited for by hand.
    static func setWriteAheadLog(_ database: Database, path: String, _ wait: BusyWait = BusyWait()) throws {
        var attempts = 0
        while true {
            do {
                if try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal" { return }
                let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
                guard mode == "wal" else {
                    throw StoreError.notWritable(path: path, detail: "no write-ahead log on this file system")
                }
                return
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                guard wait.wait(attempts: attempts) else { throw error }
                attempts += 1
            }
        }
    }

    /// Throws unless every commit of the connection is synced.
    static func checkSynchronous(_ database: Database) throws {
        let level = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        guard level == synchronousFull else {
            throw StoreError.database(code: 0, detail: "synchronous is \(level) instead of FULL")
        }
    }
}
