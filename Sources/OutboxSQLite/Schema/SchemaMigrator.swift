import GRDB
import OutboxCore
import OutboxSQLiteMigrations

/// Brings the schema of a file up to date, with a ledger of our own: the file may be the caller's.
struct SchemaMigrator {
    /// The steps, oldest first.
    let migrations: [Migration]

    /// Knows these steps.
    init(migrations: [Migration] = Migrations.all) {
        self.migrations = migrations
    }

    /// The number of the newest step.
    var newest: Int { migrations.last?.number ?? 0 }

    /// Compares the ledger with the steps, writes nothing, and gives the number of the newest applied step.
    ///
    /// - Throws: `StoreError.newerSchema`, `StoreError.migrationChanged`.
    func check(_ database: Database) throws -> Int {
        // Not GRDB's tableExists, which remembers what was before another process migrated.
        let ledger = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'outbox_migration'"
        guard try Int.fetchOne(database, sql: ledger) != nil else { return 0 }
        let rows = try Row.fetchAll(database, sql: "SELECT number, checksum FROM outbox_migration ORDER BY number")
        if let found = rows.last?["number"] as Int?, found > newest {
            throw StoreError.newerSchema(found: found, known: newest)
        }
        for row in rows {
            let number: Int = row["number"]
            let known = migrations.first { $0.number == number }
            guard known?.checksum == row["checksum"] as String? else {
                throw StoreError.migrationChanged(number: number)
            }
        }
        return rows.last?["number"] ?? 0
    }

    /// Applies what is missing.
    ///
    /// Each step is one transaction with its row in the ledger: a process that is killed meanwhile leaves the state
    /// before or after it, and of two processes that do this at once one waits. Inside of a transaction each step is a
    /// savepoint, and all are kept or not with that transaction.
    func migrate(_ database: Database) throws {
        // A file of a newer version is not even locked.
        guard try check(database) < newest else { return }
        for _ in migrations {
            try inStep(database) {
                let applied = try check(database)
                if let next = migrations.first(where: { $0.number > applied }) { try apply(next, to: database) }
                return .commit
            }
        }
    }

    private func inStep(_ database: Database, _ work: () throws -> Database.TransactionCompletion) throws {
        if database.isInsideTransaction {
            try database.inSavepoint(work)
        } else {
            try database.inTransaction(.immediate, work)
        }
    }

    private func apply(_ migration: Migration, to database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS outbox_migration(
                    number INTEGER PRIMARY KEY,
                    name TEXT NOT NULL,
                    checksum TEXT NOT NULL,
                    applied_at INTEGER NOT NULL
                ) STRICT
                """
        )
        try database.execute(sql: String(decoding: migration.sql, as: UTF8.self))
        try database.execute(
            sql: """
                INSERT INTO outbox_migration(number, name, checksum, applied_at)
                VALUES (?, ?, ?, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))
                """,
            arguments: [migration.number, migration.name, migration.checksum]
        )
    }
}
