import Crypto
import GRDB
import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxSQLite
@testable import OutboxSQLiteMigrations

@Suite("Migrations")
struct SchemaMigratorTests {
    private let folder: TemporaryFolder
    private let database: DatabaseQueue

    init() throws {
        folder = try TemporaryFolder()
        database = try DatabaseQueue(path: folder.file("outbox.db"))
    }

    private func step(_ number: Int, _ sql: String) -> Migration {
        Migration(number: number, name: "step\(number)", sql: Array(sql.utf8), checksum: "sum of \(sql)")
    }

    private func migrate(_ steps: [Migration]) throws {
        try database.writeWithoutTransaction { try SchemaMigrator(migrations: steps).migrate($0) }
    }

    private func tables() throws -> [String] {
        try database.read { database in
            try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        }
    }

    @Test("No applied migration was edited", arguments: Migrations.all.map(\.number))
    func checksums(number: Int) throws {
        let migration = try #require(Migrations.all.first { $0.number == number })
        let digest = SHA256.hash(data: migration.sql).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        #expect(migration.checksum == digest.joined())
    }

    @Test("The numbers go up from 1, one by one")
    func numbers() {
        #expect(Migrations.all.map(\.number) == Array(1...Migrations.all.count))
    }

    @Test("Steps are applied once each, in order, and written down")
    func order() throws {
        let first = step(1, "CREATE TABLE a(x)")
        let second = step(2, "ALTER TABLE a ADD COLUMN y; CREATE TABLE b(x)")
        try migrate([first])
        try migrate([first, second])
        try migrate([first, second])
        #expect(try tables() == ["a", "b", "outbox_migration"])
        let ledger = try database.read { try String.fetchAll($0, sql: "SELECT name FROM outbox_migration") }
        #expect(ledger == ["step1", "step2"])
    }

    @Test("A step that fails leaves the state before it")
    func failingStep() throws {
        let first = step(1, "CREATE TABLE a(x)")
        let second = step(2, "CREATE TABLE b(x); INSERT INTO nowhere VALUES (1)")
        #expect(throws: DatabaseError.self) { try migrate([first, second]) }
        #expect(try tables() == ["a", "outbox_migration"])
        try migrate([first, step(2, "CREATE TABLE c(x)")])
        #expect(try tables() == ["a", "c", "outbox_migration"])
    }

    @Test("A newer schema is left alone")
    func newer() throws {
        let first = step(1, "CREATE TABLE a(x)")
        try migrate([first, step(2, "CREATE TABLE b(x)")])
        #expect(throws: StoreError.newerSchema(found: 2, known: 1)) { try migrate([first]) }
    }

    @Test("A file of a newer version is not touched, not even its journal mode")
    func newerFile() throws {
        try migrate(Migrations.all)
        try database.write { database in
            try database.execute(sql: "INSERT INTO outbox_migration VALUES (99, 'later', 'sum', 0)")
        }
        #expect(throws: StoreError.newerSchema(found: 99, known: SchemaMigrator().newest)) {
            try SQLiteStore.open(path: database.path)
        }
        #expect(try database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "delete")
    }

    @Test("An applied step that was edited is refused")
    func changed() throws {
        try migrate([step(1, "CREATE TABLE a(x)")])
        #expect(throws: StoreError.migrationChanged(number: 1)) { try migrate([step(1, "CREATE TABLE a(x, y)")]) }
    }

    @Test("The caller's own tables stay as they are")
    func callersTables() throws {
        try database.write { database in
            try database.execute(sql: "CREATE TABLE event(x); INSERT INTO event VALUES (1); PRAGMA user_version = 7")
        }
        try migrate(Migrations.all)
        #expect(try tables().filter { !$0.hasPrefix("outbox_") } == ["event"])
        #expect(try database.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 7)
    }
}
