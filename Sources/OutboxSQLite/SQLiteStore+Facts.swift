import GRDBSQLite
import OutboxSQLiteMigrations

extension SQLiteStore {
    /// The schema that this version makes and knows.
    package static var schemaVersion: Int { Migrations.all.last?.number ?? 0 }

    /// The version of the system's SQLite that is in use.
    package static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    /// The level of `synchronous` that every writer uses, and checks when it opens a file.
    package static var synchronousLevel: String { "FULL" }
}
