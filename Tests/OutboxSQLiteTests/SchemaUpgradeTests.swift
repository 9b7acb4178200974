import GRDB
import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxSQLite
@testable import OutboxSQLiteMigrations

/// Files of version 1 with rows in them, as they lie on disk when the new program comes.
@Suite("Upgrading a file")
struct SchemaUpgradeTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("outbox.db")
    }

    /// Makes a file of version 1 in write-ahead mode, with every state a delivery can have.
    private func makeVersion1() throws {
        let database = try DatabaseQueue(path: path)
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try SchemaMigrator(migrations: Array(Migrations.all.prefix(1))).migrate(database)
            try database.execute(sql: Self.rows)
        }
        try database.close()
    }

    private static let rows = """
        INSERT INTO outbox_source VALUES (1, 'shop', 'native'), (2, 'backend', 'native');
        INSERT INTO outbox_destination(id, name, epoch, owner, clean) VALUES
            (1, 'main', 4, 'host:1 serve', 0), (2, 'second', 1, NULL, 1);
        INSERT INTO outbox_configuration VALUES (1, x'ABCD', 'version: 1', 1000), (2, x'CDEF', 'version: 1 #', 2000);
        INSERT INTO outbox_operator_action(at, by, verb, subject, why, changed)
            VALUES (5, 'ann', 'pause', 'main', '', 1);
        INSERT INTO outbox_event(
            id, source, event_name, event_id, event_time, received_at, key, body_sha256, class, routed) VALUES
            (1, 1, 'quiz_done', 'a', 1, 100, x'01', x'', 0, 1), (2, 1, 'quiz_done', 'b', 1, 200, x'02', x'', 0, 1),
            (3, 2, 'quiz_done', 'c', 1, 300, x'03', x'', 0, 1), (4, 1, 'view_cart', 'd', 1, 400, x'04', x'', 0, 1),
            (5, 1, 'purchase', 'e', 1, 500, x'05', x'', 0, 1), (6, 1, 'purchase', 'f', 1, 600, x'06', x'', 0, 1),
            (7, 1, 'purchase', 'g', 1, 700, x'07', x'', 0, 0);
        INSERT INTO outbox_event_body SELECT id, CAST('{"event":{}}' AS BLOB) FROM outbox_event;
        INSERT INTO outbox_delivery(destination, event, state, class, due_at, reason) VALUES
            (1, 1, 2, 0, 0, 10), (1, 2, 2, 0, 0, 10), (1, 3, 2, 0, 0, 10), (1, 4, 2, 0, 0, 11), (1, 5, 0, 0, 0, NULL),
            (1, 6, 0, 1, 0, NULL), (2, 4, 2, 0, 0, 10);
        INSERT INTO outbox_attempt(id, destination, epoch, opened_at, stage, events, retries, members, paused_ms)
            VALUES (1, 1, 4, 1000, 1, 1, 0, x'0C', 0);
        INSERT INTO outbox_count VALUES
            (1, 0, 0, 0, 0, 6), (2, 0, 0, 0, 0, 1), (1, 0, 2, 0, 0, 1), (1, 1, 2, 0, 10, 2), (2, 1, 2, 0, 10, 1),
            (1, 1, 2, 0, 11, 1), (1, 1, 0, 0, 0, 1), (1, 1, 0, 1, 0, 1), (1, 2, 2, 0, 10, 1);
        """

    @Test("Everything is there, unmapped names are counted, and the lanes go on")
    func upgrades() async throws {
        try makeVersion1()
        let store = try SQLiteStore.open(path: path)
        defer { store.close() }
        let names = try await store.unmappedNames(destination: nil, limit: 10)
        let expected = [
            UnmappedName(
                source: "shop", destination: "main", eventName: "quiz_done", count: 2,
                firstSeenAt: Timestamp(milliseconds: 100), lastSeenAt: Timestamp(milliseconds: 200)),
            UnmappedName(
                source: "backend", destination: "main", eventName: "quiz_done", count: 1,
                firstSeenAt: Timestamp(milliseconds: 300), lastSeenAt: Timestamp(milliseconds: 300)),
            UnmappedName(
                source: "shop", destination: "second", eventName: "view_cart", count: 1,
                firstSeenAt: Timestamp(milliseconds: 400), lastSeenAt: Timestamp(milliseconds: 400)),
        ]
        #expect(names == expected)
        #expect(try await store.configurations(limit: 9).map(\.id) == [ConfigurationID(2), ConfigurationID(1)])
        #expect(try await store.operatorActions(limit: 9).map(\.verb) == ["pause"])
        let now = Timestamp(seconds: 1000)
        let takeOver = try await store.takeOver(
            TakeOverRequest(destination: DestinationID(1), owner: "host:2 serve", now: now, mayResend: true))
        #expect(takeOver.unknownAttempts == 1)
        let claim = try await store.claim(takeOver.lane, limit: 10, now: now)
        #expect(claim.deliveries.map(\.key.event) == [EventNumber(5), EventNumber(6)])
        #expect(claim.sessions.isEmpty)
        let replay = BulkChange.replay(evenIfCountedTwice: false, undeduplicated: [])
        let result = try await store.change(
            DeliverySelection(reasons: [.unmapped]), replay, isPreview: false, by: "ann", why: "", now: now)
        #expect(result.changed == 4)
        #expect(try await store.unmappedNames(destination: nil, limit: 10).isEmpty)
    }

    @Test("What a file of version 4 sent with another id, or with one that is shared, is found by that id")
    func twinsOfVersion4() async throws {
        try makeVersion1()
        let database = try DatabaseQueue(path: path)
        try await database.writeWithoutTransaction { database in
            try SchemaMigrator(migrations: Array(Migrations.all.prefix(4))).migrate(database)
            try database.execute(
                sql: """
                    UPDATE outbox_delivery SET first_sent_at = 50, tiktok_event = 'Lead', sent_event_id = CASE event
                        WHEN 1 THEN 'order' WHEN 2 THEN 'b' WHEN 3 THEN 'c' END, state = 1, reason = NULL
                    WHERE destination = 1 AND event <= 3;
                    UPDATE outbox_event SET twins = 1 WHERE id = 3;
                    """
            )
        }
        try database.close()
        let store = try SQLiteStore.open(path: path)
        defer { store.close() }
        let lane = Lane(destination: DestinationID(1), epoch: 4)
        let questions = ["order", "b", "c"].enumerated().map { index, id in
            TwinQuestion(event: EventNumber(Int64(100 + index)), tiktokEvent: "Lead", sentEventID: id)
        }
        let found = try await store.twins(questions, of: lane).mapValues { $0.map(\.event.rawValue) }
        // The id of the second one is its event's alone, so that nobody asks for it before the event has a twin.
        #expect(found == [EventNumber(100): [1], EventNumber(102): [3]])
        #expect(try await store.read { try Int.fetchOne($0, sql: "SELECT sum(twin) FROM outbox_delivery") } == 2)
    }

    @Test("A verb that only reads says that the file must be upgraded first, and leaves it alone")
    func onlyReading() throws {
        try makeVersion1()
        #expect(throws: StoreError.self) { try SQLiteStore.openReading(path: path) }
        let ledger = try DatabaseQueue(path: path).read {
            try Int.fetchOne($0, sql: "SELECT max(number) FROM outbox_migration")
        }
        #expect(ledger == 1)
    }

    @Test("Two processes that upgrade at once do it once")
    func twoAtOnce() async throws {
        try makeVersion1()
        let path = path
        async let first = Task.detached { try SQLiteStore.open(path: path) }.value
        async let second = Task.detached { try SQLiteStore.open(path: path) }.value
        let stores = [try await first, try await second]
        for store in stores {
            #expect(try await store.unmappedNames(destination: nil, limit: 10).map(\.count) == [2, 1, 1])
            store.close()
        }
    }
}
