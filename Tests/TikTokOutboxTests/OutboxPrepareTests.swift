import GRDB
import OutboxTestSupport
import Testing
import TikTokOutbox

@testable import OutboxSQLite
@testable import OutboxSQLiteMigrations

@Suite("Outbox.prepare")
struct OutboxPrepareTests {
    private static let newest = Migrations.all.last?.number ?? 0

    private func code(_ body: () throws -> Void) -> OutboxError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? OutboxError)?.code
        }
    }

    @Test("makes the tables beside the caller's, once", arguments: CallersDatabase.Kind.allCases)
    func twice(kind: CallersDatabase.Kind) throws {
        let shop = try CallersDatabase(kind)
        try shop.writer.write { _ = try Outbox.enqueue(.sample("ord-1"), from: shop.source, in: $0) }
        try shop.writer.write { try Outbox.prepare($0) }
        try shop.writer.writeWithoutTransaction { try Outbox.prepare($0) }
        #expect(try shop.number("SELECT count(*) FROM outbox_migration") == Self.newest)
        let others = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'outbox_%'"
        #expect(try shop.number(others) == 1, "only the table of orders is not ours")
        #expect(try shop.eventIDs() == ["ord-1"])
    }

    @Test("is rolled back with the transaction that it is part of")
    func rolledBack() throws {
        let shop = try CallersDatabase(isPrepared: false)
        try shop.writer.writeWithoutTransaction { database in
            try database.inTransaction {
                try Outbox.prepare(database)
                return .rollback
            }
        }
        #expect(try shop.number("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'outbox_%'") == 0)
    }

    @Test("may be part of a migration of the caller's")
    func inMigrator() throws {
        let shop = try CallersDatabase(isPrepared: false)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("outbox") { try Outbox.prepare($0) }
        try migrator.migrate(shop.writer)
        try migrator.migrate(shop.writer)
        try shop.writer.write { _ = try Outbox.enqueue(.sample("ord-1"), from: shop.source, in: $0) }
        #expect(try shop.eventIDs() == ["ord-1"])
    }

    @Test("brings the tables of an older version up to date, inside of a transaction too", arguments: [true, false])
    func older(isInTransaction: Bool) throws {
        let shop = try CallersDatabase(isPrepared: false)
        try shop.writer.writeWithoutTransaction { database in
            try SchemaMigrator(migrations: Array(Migrations.all.prefix(1))).migrate(database)
        }
        if isInTransaction {
            try shop.writer.write { try Outbox.prepare($0) }
        } else {
            try shop.writer.writeWithoutTransaction { try Outbox.prepare($0) }
        }
        #expect(try shop.number("SELECT max(number) FROM outbox_migration") == Self.newest)
        try shop.writer.write { _ = try Outbox.enqueue(.sample("ord-1"), from: shop.source, in: $0) }
        #expect(try shop.eventIDs() == ["ord-1"])
    }

    @Test("leaves the tables of a newer version alone")
    func newer() throws {
        let shop = try CallersDatabase()
        try shop.writer.write { database in
            try database.execute(sql: "INSERT INTO outbox_migration VALUES (9999, 'later', 'x', 0)")
        }
        let schema = try shop.number("PRAGMA schema_version")
        #expect(code { try shop.writer.write { try Outbox.prepare($0) } } == .unknownSchema)
        #expect(code { try shop.writer.writeWithoutTransaction { try Outbox.prepare($0) } } == .unknownSchema)
        #expect(try shop.number("PRAGMA schema_version") == schema)
    }

    @Test("refuses a connection that does not sync, as GRDB leaves a pool, unless the caller answers for it")
    func synchronousIsNormal() throws {
        let folder = try TemporaryFolder()
        let pool = try DatabasePool(path: folder.file("shop.db"))
        let error = #expect(throws: OutboxError.self) { try pool.write { try Outbox.prepare($0) } }
        #expect(error?.code == .notDurable)
        #expect(error?.message.contains("PRAGMA synchronous = FULL") == true)
        let tables = try pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
        #expect(tables == 0, "nothing was made")
        try pool.write { try Outbox.prepare($0, durability: .callers) }
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try pool.write { try Outbox.prepare($0) }
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = EXTRA") }
        try pool.write { try Outbox.prepare($0) }
    }

    @Test("refuses another journal than the one that the worker follows; in memory the caller answers")
    func journalMode() throws {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.file("shop.db"))
        let error = #expect(throws: OutboxError.self) { try queue.write { try Outbox.prepare($0) } }
        #expect(error?.code == .notDurable)
        #expect(error?.message.contains("configuration.journalMode = .wal") == true)
        let memory = try DatabaseQueue()
        #expect(code { try memory.write { try Outbox.prepare($0) } } == .notDurable)
        try memory.write { database in
            try Outbox.prepare(database, durability: .callers)
            try Outbox.enqueue(.sample("ord-1"), from: OutboxSource("shop"), in: database)
        }
    }

    @Test("lets a connection without a busy mode wait for a worker, and leaves one that has one")
    func busyMode() throws {
        let folder = try TemporaryFolder()
        let sql = "PRAGMA busy_timeout"
        let impatient = try DatabasePool(path: folder.file("a.db"))
        try impatient.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try impatient.write { try Outbox.prepare($0) }
        #expect(try impatient.write { try Int.fetchOne($0, sql: sql) } == 10_000)
        var configuration = Configuration()
        configuration.busyMode = .timeout(3)
        let patient = try DatabasePool(path: folder.file("b.db"), configuration: configuration)
        try patient.write { try Outbox.prepare($0, durability: .callers) }
        #expect(try patient.write { try Int.fetchOne($0, sql: sql) } == 3_000)
    }

    @Test("an impatient writer waits for a worker that holds the lock, instead of losing the order")
    func waitsForWorker() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("shop.db")
        let pool = try DatabasePool(path: path)
        try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try await pool.write { try Outbox.prepare($0) }
        let source = try OutboxSource("shop")
        let worker = try HeldLock(path: path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.write { _ = try Outbox.enqueue(.sample("ord-1"), from: source, in: $0) } }
            // The lock is held for a time, as by a worker's long transaction; there is nothing to await.
            try await Task.sleep(for: .milliseconds(300))
            try worker.release()
            try await group.waitForAll()
        }
        #expect(try await pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM outbox_event") } == 1)
    }

    @Test("two processes that prepare at once both find the tables")
    func race() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("shop.db")
        let writers = try (0..<4).map { _ in try CallersDatabase.open(.pool, path: path) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in writers { group.addTask { try await writer.write { try Outbox.prepare($0) } } }
            try await group.waitForAll()
        }
        let steps = try await writers[0].read { try Int.fetchOne($0, sql: "SELECT count(*) FROM outbox_migration") }
        #expect(steps == Self.newest)
    }
}
