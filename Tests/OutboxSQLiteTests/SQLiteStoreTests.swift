import GRDB
import Glibc
import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxSQLite

@Suite("Opening a store")
struct SQLiteStoreTests {
    private func mode(of path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test("A new file and those beside it have mode 0600, whatever the umask")
    func modes() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(1)
        #expect(mode(of: bench.path) == 0o600)
        #expect(mode(of: bench.path + "-wal") == 0o600)
        #expect(mode(of: bench.path + "-shm") == 0o600)
        _ = try await bench.takeOver()
        #expect(mode(of: bench.path + ".lane-1") == 0o600)
    }

    @Test("Every commit is synced, in a write-ahead log, and deleted data is overwritten")
    func settings() async throws {
        let bench = try await TestStore()
        let settings = try await bench.store.write { database in
            try ["synchronous", "secure_delete", "foreign_keys", "wal_autocheckpoint"].map { name in
                try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? -1
            }
        }
        #expect(settings == [2, 1, 1, 0])
        let journal = try await bench.store.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(journal == "wal")
    }

    @Test("A store cannot be opened below FULL")
    func synchronousIsChecked() throws {
        let database = try DatabaseQueue()
        #expect(throws: StoreError.self) {
            try database.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = NORMAL")
                try ConnectionSettings.checkSynchronous(database)
            }
        }
    }

    @Test("What was acknowledged is there when the file is opened again")
    func reopening() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(3)
        bench.store.close()
        #expect(try bench.number("SELECT count(*) FROM outbox_event") == 3)
        let again = try bench.anotherProcess()
        let registry = try await again.register(TestStore.registration, at: bench.clock.now)
        #expect(registry == bench.registry)
    }

    @Test("The last to close brings the log into the database; before that it is left alone")
    func closing() async throws {
        let bench = try await TestStore()
        let other = try bench.anotherProcess()
        _ = try await other.enqueue([bench.event("a")], fanOut: nil)
        other.close()
        #expect(access(bench.path + "-wal", F_OK) == 0)
        bench.store.close()
        #expect(access(bench.path + "-wal", F_OK) != 0)
    }

    @Test("A closed store says so")
    func closed() async throws {
        let bench = try await TestStore()
        bench.store.close()
        await #expect(throws: StoreError.closed) { try await bench.enqueue(1) }
        await #expect(throws: StoreError.closed) { try await bench.store.read { _ in } }
        bench.store.close()
    }

    @Test("Two stores opened on a new file at once share it")
    func openingAtOnce() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("outbox.db")
        let stores = try await withThrowingTaskGroup(of: SQLiteStore.self) { group in
            for _ in 0..<4 { group.addTask { try SQLiteStore.open(path: path) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let registries = try await withThrowingTaskGroup(of: Registry.self) { group in
            for store in stores {
                group.addTask { try await store.register(TestStore.registration, at: Timestamp(seconds: 1)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(registries).count == 1)
    }

    @Test("Reading alone: no file, no outbox in it, writers at work, nobody there")
    func reading() async throws {
        let folder = try TemporaryFolder()
        let missing = folder.file("none.db")
        #expect(throws: StoreError.missing(path: missing)) { try SQLiteStore.openReading(path: missing) }
        let other = folder.file("other.db")
        try await DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE theirs(x)") }
        #expect(throws: StoreError.missing(path: other)) { try SQLiteStore.openReading(path: other) }

        let bench = try await TestStore()
        let reading = try SQLiteStore.openReading(path: bench.path)
        try await bench.enqueue(2)
        let count = "SELECT count(*) FROM outbox_event"
        #expect(try await reading.read { try Int.fetchOne($0, sql: count) } == 2)
        bench.store.close()
        #expect(try await reading.read { try Int.fetchOne($0, sql: count) } == 2)
        reading.close()
        let alone = try SQLiteStore.openReading(path: bench.path)
        #expect(try await alone.read { try Int.fetchOne($0, sql: count) } == 2)
        await #expect(throws: StoreError.notWritable(path: bench.path, detail: "opened for reading")) {
            _ = try await alone.enqueue([bench.event("x")], fanOut: nil)
        }
    }

    @Test("What cannot be opened is told apart, and named")
    func failures() throws {
        let folder = try TemporaryFolder()
        let garbage = try folder.write([UInt8](repeating: 42, count: 8192), to: "garbage.db")
        #expect {
            try SQLiteStore.open(path: garbage)
        } throws: {
            if case StoreError.corrupt(garbage, _) = $0 { true } else { false }
        }
        let nowhere = folder.file("no/such/folder/outbox.db")
        #expect {
            try SQLiteStore.open(path: nowhere)
        } throws: {
            if case StoreError.notWritable(nowhere, _) = $0 { true } else { false }
        }
        #expect {
            try SQLiteStore.open(path: folder.path)
        } throws: {
            if case StoreError.notWritable(folder.path, "not a file") = $0 { true } else { false }
        }
    }

    @Test("A damaged page is told as such, and the rest goes on", .timeLimit(.minutes(1)))
    func damage() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(500)
        bench.store.close()
        let root = try bench.number("SELECT rootpage FROM sqlite_schema WHERE name = 'outbox_event_key'")
        let file = try #require(fopen(bench.path, "r+"))
        fseek(file, (root - 1) * 4096, SEEK_SET)
        fwrite([UInt8](repeating: 0xFF, count: 4096), 1, 4096, file)
        fclose(file)
        let store = try bench.anotherProcess()
        await #expect {
            try await store.enqueue([bench.event("new")], fanOut: nil)
        } throws: {
            if case StoreError.corrupt(bench.path, _) = $0 { true } else { false }
        }
        let lane = try await bench.takeOver(by: store).lane
        #expect(try await store.claim(lane, limit: 10, now: bench.clock.now).deliveries.count == 10)
    }

    @Test("A symbolic link and its file are one database with one lock")
    func links() async throws {
        let bench = try await TestStore()
        let link = bench.folder.file("link.db")
        #expect(symlink(bench.path, link) == 0)
        let store = try SQLiteStore.open(path: link)
        #expect(store.path == bench.path)
        _ = try await bench.takeOver()
        await #expect(throws: StoreError.laneOwned(bench.main, owner: "host:1 serve")) {
            _ = try await bench.takeOver(by: store)
        }
    }
}
