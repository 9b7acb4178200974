import GRDBSQLite
import OutboxSQLite

/// A connection of the SQLite C API with the store's tables and settings, and nothing between.
final class BareSQLite {
    private var handle: OpaquePointer?
    private var statements: [OpaquePointer?] = []

    /// Opens a file as the store would: WAL, FULL, secure_delete, the same cache.
    init(path: String) throws {
        // The store makes the tables where there are none, so that both have the same schema and its ledger.
        try SQLiteStore.open(path: path).close()
        guard sqlite3_open(path, &handle) == SQLITE_OK else { throw BenchmarkError("cannot open \(path)") }
        try execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
            PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -\(ConnectionSettings.writerCacheKilobytes);
            PRAGMA journal_size_limit = \(ConnectionSettings.journalSizeLimit); PRAGMA wal_autocheckpoint = 4000;
            INSERT OR IGNORE INTO outbox_source(id, name, dialect) VALUES (1, 'shop', 'native');
            INSERT OR IGNORE INTO outbox_destination(id, name) VALUES (1, 'main');
            """)
    }

    deinit {
        for statement in statements { sqlite3_finalize(statement) }
        sqlite3_close(handle)
    }

    /// Runs statements without results.
    func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
    }

    /// Prepares a statement that lives as long as the connection.
    func prepare(_ sql: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil) == SQLITE_OK
        else { throw failure(sql) }
        statements.append(statement)
        return statement
    }

    /// The number of the row inserted last.
    var lastRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Runs a prepared statement that returns nothing.
    func run(_ statement: OpaquePointer?) throws {
        let code = sqlite3_step(statement)
        sqlite3_reset(statement)
        guard code == SQLITE_DONE else { throw failure("step") }
    }

    private func failure(_ what: String) -> BenchmarkError {
        BenchmarkError("\(what.prefix(80)): \(String(cString: sqlite3_errmsg(handle)))")
    }
}

/// Binds a text that outlives the step.
func bind(_ statement: OpaquePointer?, _ index: Int32, _ text: String) {
    sqlite3_bind_text(statement, index, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
}

/// Binds bytes, copied.
func bind(_ statement: OpaquePointer?, _ index: Int32, _ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes {
        sqlite3_bind_blob(
            statement, index, $0.baseAddress, Int32($0.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }
}

/// Binds a number.
func bind(_ statement: OpaquePointer?, _ index: Int32, _ number: Int64) {
    sqlite3_bind_int64(statement, index, number)
}
