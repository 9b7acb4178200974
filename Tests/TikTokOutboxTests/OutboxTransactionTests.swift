import GRDB
import OutboxTestSupport
import Testing
import TikTokOutbox

@Suite("In the caller's transaction")
struct OutboxTransactionTests {
    @Test("order and event are kept together, and together they go", arguments: CallersDatabase.Kind.allCases)
    func together(kind: CallersDatabase.Kind) throws {
        let shop = try CallersDatabase(kind)
        let receipt = try shop.writer.write { database in
            try database.execute(sql: "INSERT INTO orders VALUES ('ord-1')")
            return try Outbox.enqueue(.sample("ord-1"), from: shop.source, in: database)
        }
        #expect(receipt.number == 1 && receipt.eventID == "ord-1" && !receipt.isDuplicate && receipt.warnings.isEmpty)
        struct Declined: Error {}
        #expect(throws: Declined.self) {
            try shop.writer.write { database in
                try database.execute(sql: "INSERT INTO orders VALUES ('ord-2')")
                try Outbox.enqueue(.sample("ord-2"), from: shop.source, in: database)
                throw Declined()
            }
        }
        #expect(try shop.orders() == ["ord-1"])
        #expect(try shop.eventIDs() == ["ord-1"])
        #expect(try shop.number("SELECT count(*) FROM outbox_event WHERE routed = 0") == 1)
        #expect(try shop.number("SELECT count(*) FROM outbox_event_body") == 1)
        #expect(try shop.countersAddUp())
    }

    @Test("the caller's lastInsertedRowID is that of his own insert, whether the event was new, there, or refused")
    func rowID() throws {
        let shop = try CallersDatabase()
        try shop.writer.write { database in
            for id in ["ord-7", "ord-7", ""] {
                try database.execute(sql: "INSERT INTO orders(rowid, id) VALUES (?, ?)", arguments: [4711, id])
                _ = try? Outbox.enqueue(.sample(id), from: shop.source, in: database)
                #expect(database.lastInsertedRowID == 4711)
                try database.execute(sql: "DELETE FROM orders")
            }
        }
    }

    @Test("a rolled back first event takes the new source along, and the next one brings it back")
    func newSource() throws {
        let shop = try CallersDatabase()
        try shop.writer.writeWithoutTransaction { database in
            try database.inTransaction {
                try Outbox.enqueue(.sample("ord-1"), from: shop.source, in: database)
                return .rollback
            }
        }
        #expect(try shop.number("SELECT count(*) FROM outbox_source") == 0)
        try shop.writer.write { _ = try Outbox.enqueue(.sample("ord-2"), from: shop.source, in: $0) }
        #expect(try shop.number("SELECT count(*) FROM outbox_source WHERE name = 'shop'") == 1)
        #expect(try shop.eventIDs() == ["ord-2"])
    }

    @Test("a savepoint that is rolled back takes its event along, and leaves the others")
    func savepoint() throws {
        let shop = try CallersDatabase()
        try shop.writer.write { database in
            try Outbox.enqueue(.sample("ord-1"), from: shop.source, in: database)
            try database.inSavepoint {
                try Outbox.enqueue(.sample("ord-2"), from: shop.source, in: database)
                return .rollback
            }
            try database.inSavepoint {
                try Outbox.enqueue(.sample("ord-3"), from: shop.source, in: database)
                return .commit
            }
        }
        #expect(try shop.eventIDs() == ["ord-1", "ord-3"])
        #expect(try shop.countersAddUp())
    }

    @Test("an event that cannot be taken throws with path and problem, and the order can still be kept")
    func invalid() throws {
        let shop = try CallersDatabase()
        var bad = ConversionEvent.sample("ord-2")
        bad.properties["currency"] = 978
        bad.properties["num_items"] = -1
        let events = [ConversionEvent.sample("ord-1"), bad]
        try shop.writer.write { database in
            try database.execute(sql: "INSERT INTO orders VALUES ('ord-1')")
            let error = #expect(throws: OutboxError.self) {
                try Outbox.enqueue(events, from: shop.source, in: database)
            }
            #expect(error?.code == .invalidEvent)
            #expect(error?.rejected.map(\.index) == [1])
            let paths = error?.rejected.first?.problems.map(\.path)
            #expect(Set(paths ?? []) == ["properties.currency", "properties.num_items"])
            #expect(error?.message.contains("[1] properties.") == true, "\(error?.message ?? "")")
            try Outbox.enqueue(.sample("ord-3"), from: shop.source, in: database)
        }
        #expect(try shop.orders() == ["ord-1"])
        #expect(try shop.eventIDs() == ["ord-3"], "nothing of the call with the bad event is kept")
    }

    @Test("the same event twice in one transaction is one event and a duplicate")
    func duplicates() throws {
        let shop = try CallersDatabase()
        let (first, rest) = try shop.writer.write { database in
            let first = try Outbox.enqueue(.sample("ord-1"), from: shop.source, in: database)
            let others = [ConversionEvent.sample("ord-1"), .sample("ord-1", value: 60), .sample("ord-2")]
            return (first, try Outbox.enqueue(others, from: shop.source, in: database))
        }
        #expect(rest.map(\.isDuplicate) == [true, true, false])
        #expect(rest.map(\.differs) == [false, true, false])
        #expect(rest.prefix(2).allSatisfy { $0.number == first.number })
        #expect(try shop.eventIDs() == ["ord-1", "ord-2"])
    }

    @Test("without a transaction nothing is kept, since nothing could be kept together")
    func noTransaction() throws {
        let shop = try CallersDatabase()
        let error = #expect(throws: OutboxError.self) {
            try shop.writer.writeWithoutTransaction { database in
                try Outbox.enqueue(.sample("ord-1"), from: shop.source, in: database)
            }
        }
        #expect(error?.code == .noTransaction)
        #expect(try shop.eventIDs() == [])
    }

    @Test("a database that was not prepared is told so, and the transaction goes on")
    func notPrepared() throws {
        let shop = try CallersDatabase(isPrepared: false)
        try shop.writer.write { database in
            let error = #expect(throws: OutboxError.self) {
                try Outbox.enqueue(.sample("ord-1"), from: shop.source, in: database)
            }
            #expect(error?.code == .notPrepared)
            try database.execute(sql: "INSERT INTO orders VALUES ('ord-1')")
        }
        #expect(try shop.orders() == ["ord-1"])
    }

    @Test("what SQLite says is thrown as it says it, and what was written before it is taken back")
    func databaseError() throws {
        let shop = try CallersDatabase()
        try shop.writer.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER full BEFORE INSERT ON outbox_event WHEN NEW.event_id = 'ord-2'
                    BEGIN SELECT RAISE(ABORT, 'no more'); END
                    """)
        }
        try shop.writer.write { database in
            try database.execute(sql: "INSERT INTO orders VALUES ('ord-1')")
            let error = #expect(throws: DatabaseError.self) {
                try Outbox.enqueue([.sample("ord-1"), .sample("ord-2")], from: shop.source, in: database)
            }
            #expect(error?.resultCode == .SQLITE_CONSTRAINT)
        }
        #expect(try shop.orders() == ["ord-1"])
        #expect(try shop.eventIDs() == [])
        #expect(try shop.number("SELECT count(*) FROM outbox_count WHERE n <> 0") == 0)
    }

    @Test("on a full disk the call throws what SQLite says, and an order that is kept has no half of its events")
    func full() throws {
        let shop = try CallersDatabase(.queue)
        try shop.writer.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + 3)")
        }
        let events = (0..<500).map { ConversionEvent.sample("ord-\($0)") }
        try? shop.writer.write { database in
            try database.execute(sql: "INSERT INTO orders VALUES ('ord-1')")
            let error = #expect(throws: DatabaseError.self) {
                try Outbox.enqueue(events, from: shop.source, in: database)
            }
            #expect(error?.resultCode == .SQLITE_FULL)
        }
        #expect(try shop.eventIDs() == [])
        #expect(try shop.countersAddUp())
        try shop.writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try shop.writer.write { _ = try Outbox.enqueue(events, from: shop.source, in: $0) }
        #expect(try shop.eventIDs().count == 500)
    }

    @Test("ten thousand events are one transaction, and no events none")
    func many() throws {
        let shop = try CallersDatabase()
        let events = (0..<10_000).map { ConversionEvent.sample("ord-\($0)") }
        let receipts = try shop.writer.write { database in
            #expect(try Outbox.enqueue([ConversionEvent](), from: shop.source, in: database).isEmpty)
            return try Outbox.enqueue(events, from: shop.source, in: database)
        }
        #expect(receipts.map(\.number) == (1...10_000).map(Int64.init))
        #expect(try shop.countersAddUp())
    }

    @Test("64 tasks that take orders at once: each has its event, and none an event alone")
    func concurrent() async throws {
        struct Declined: Error {}
        let shop = try CallersDatabase()
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (writer, source) = (shop.writer, shop.source)
            for task in 0..<64 {
                group.addTask {
                    for number in 0..<5 {
                        let id = "ord-\(task)-\(number)"
                        try? await writer.write { database in
                            try database.execute(sql: "INSERT INTO orders VALUES (?)", arguments: [id])
                            try Outbox.enqueue(.sample(id), from: source, in: database)
                            if number == 3 { throw Declined() }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try shop.orders().count == 64 * 4)
        #expect(try Set(shop.eventIDs()) == Set(shop.orders()))
        #expect(try shop.countersAddUp())
    }

    @Test("observers of the service's tables hear of those alone, and of the commit")
    func observers() throws {
        final class Observer: TransactionObserver {
            var events = 0
            var commits = 0
            func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { eventKind.tableName == "orders" }
            func databaseDidChange(with event: DatabaseEvent) { events += 1 }
            func databaseDidCommit(_ db: Database) { commits += 1 }
            func databaseDidRollback(_ db: Database) {}
        }
        let shop = try CallersDatabase(.queue)
        let observer = Observer()
        shop.writer.add(transactionObserver: observer)
        try shop.writer.write { database in
            try database.execute(sql: "INSERT INTO orders VALUES ('ord-1')")
            try Outbox.enqueue(.sample("ord-1"), from: shop.source, in: database)
            try database.execute(sql: "INSERT INTO orders VALUES ('ord-2')")
        }
        #expect(observer.events == 2 && observer.commits == 1)
    }
}
