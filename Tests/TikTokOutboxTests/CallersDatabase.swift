import GRDB
import OutboxTestSupport
import TikTokOutbox

/// A service's own database with a table of orders, on a queue or a pool, ready for the outbox.
struct CallersDatabase {
    /// How the service opened it.
    enum Kind: CaseIterable { case queue, pool }

    let folder: TemporaryFolder
    let path: String
    let writer: any DatabaseWriter
    let source: OutboxSource

    /// Opens one whose commits are synced, with the outbox's tables unless told otherwise.
    init(_ kind: Kind = .pool, isPrepared: Bool = true) throws {
        folder = try TemporaryFolder()
        path = folder.file("shop.db")
        writer = try Self.open(kind, path: path)
        source = try OutboxSource("shop", identity: .init(phoneRegion: "GB"))
        try writer.write { database in
            try database.execute(sql: "CREATE TABLE IF NOT EXISTS orders(id TEXT PRIMARY KEY)")
            if isPrepared { try Outbox.prepare(database) }
        }
    }

    /// A connection as a service should open it.
    static func open(_ kind: Kind, path: String) throws -> any DatabaseWriter {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(10)
        let writer: any DatabaseWriter =
            switch kind {
            case .queue: try DatabaseQueue(path: path, configuration: configuration)
            case .pool: try DatabasePool(path: path, configuration: configuration)
            }
        try writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return writer
    }

    /// One number out of the file.
    func number(_ sql: String) throws -> Int {
        try writer.read { try Int.fetchOne($0, sql: sql) ?? -1 }
    }

    /// The `event_id`s that are kept, oldest first.
    func eventIDs() throws -> [String] {
        try writer.read { try String.fetchAll($0, sql: "SELECT event_id FROM outbox_event ORDER BY id") }
    }

    /// The ids of the orders.
    func orders() throws -> [String] {
        try writer.read { try String.fetchAll($0, sql: "SELECT id FROM orders ORDER BY id") }
    }

    /// Whether the counters say what the rows say.
    func countersAddUp() throws -> Bool {
        let counted = "SELECT coalesce(sum(n), 0) FROM outbox_count WHERE destination = 0 AND state ="
        let events = try number("SELECT count(*) FROM outbox_event")
        return try number("\(counted) 0") == events && number("\(counted) 2") == events
    }
}

extension ConversionEvent {
    /// A purchase of an order.
    static func sample(_ id: String, value: ExactDecimal = "59.90") -> ConversionEvent {
        .purchase(orderID: id, value: value, currency: "EUR")
    }
}
