import GRDB
import GRDBSQLite

/// A statement of the connection's cache for the loops that run once an event: values are bound and read through
/// SQLite's C interface, without the boxes that GRDB puts them in.
///
/// Use it within one closure on the connection's queue. It must be reset before its transaction ends: use `run`, or
/// `defer { statement.reset() }` around `step`.
struct PreparedStatement {
    private let database: Database
    // Owns the handle, and is kept by the connection's cache.
    private let statement: Statement
    private let handle: OpaquePointer

    /// Takes a statement out of the connection's cache, or prepares it.
    init(_ database: Database, _ sql: String) throws {
        self.database = database
        statement = try database.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
    }

    // MARK: Binding; parameters count from 1, and keep their values until they are bound anew

    func bind(_ value: Int64, at index: Int32) {
        sqlite3_bind_int64(handle, index, value)
    }

    func bind(_ value: Int, at index: Int32) {
        sqlite3_bind_int64(handle, index, Int64(value))
    }

    func bind(_ value: Int64?, at index: Int32) {
        if let value { bind(value, at: index) } else { sqlite3_bind_null(handle, index) }
    }

    func bind(_ value: Int?, at index: Int32) {
        bind(value.map(Int64.init), at: index)
    }

    func bind(_ value: String?, at index: Int32) {
        guard var value else {
            sqlite3_bind_null(handle, index)
            return
        }
        value.withUTF8 { bytes in
            // An empty string has no address, and SQLite takes none for null.
            let start = bytes.baseAddress ?? UnsafePointer(bitPattern: 1)
            _ = start?.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text(handle, index, $0, Int32(clamping: bytes.count), Self.transient)
            }
        }
    }

    func bind(_ value: [UInt8]?, at index: Int32) {
        if let value { bind(bytes: value, at: index) } else { sqlite3_bind_null(handle, index) }
    }

    private func bind(bytes value: [UInt8], at index: Int32) {
        let isBound: Void? = value.withContiguousStorageIfAvailable { bytes in
            if let start = bytes.baseAddress {
                sqlite3_bind_blob(handle, index, start, Int32(clamping: bytes.count), Self.transient)
            } else {
                sqlite3_bind_zeroblob(handle, index, 0)
            }
        }
        if isBound == nil { bind(Array(value), at: index) }
    }

    // SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
    private static var transient: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    // MARK: Running

    /// Runs a statement that returns no row, and gives how many rows it changed.
    @discardableResult
    func run() throws -> Int {
        defer { reset() }
        _ = try step()
        return Int(sqlite3_changes(database.sqliteConnection))
    }

    /// Goes to the next row; false where there is none.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(database.sqliteConnection))
            )
        }
    }

    /// Ends the run, so that the statement can run again and its transaction can end.
    func reset() {
        sqlite3_reset(handle)
    }

    // MARK: Reading a row; columns count from 0

    func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    func optionalInteger(_ column: Int32) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    func text(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        return String(
            decoding: UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))),
            as: UTF8.self
        )
    }

    /// The column's bytes; nil where it is null.
    func bytes(_ column: Int32) -> [UInt8]? {
        isNull(column) ? nil : withBytes(column) { Array($0) }
    }

    /// Lends the column's bytes without copying them; none where it is null.
    func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let start = sqlite3_column_blob(handle, column)
        return body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }
}
