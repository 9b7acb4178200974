import GRDB
import TikTokOutbox

/// A shop that sells mugs as long as there are any, on a database of its own with the outbox's tables beside.
struct Shop: Sendable {
    /// There are fewer mugs than somebody ordered.
    struct SoldOut: Error {}

    /// The shop's database.
    let pool: DatabasePool
    /// The producer, as `sources:` of the worker's `outbox.yml` names it.
    let source: OutboxSource

    /// Opens the shop; makes the tables where they are not there yet.
    init(path: String) throws {
        var configuration = Configuration()
        // The worker writes to the same file, and holds the lock for some milliseconds at a time.
        configuration.busyMode = .timeout(10)
        pool = try DatabasePool(path: path, configuration: configuration)
        // GRDB lowers it when it opens a connection in WAL mode; without it the last orders may go with the power.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        source = try OutboxSource("shop", identity: .init(phoneRegion: "GB"))
        try Self.migrator.migrate(pool)
        try pool.write { try Outbox.prepare($0) }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("initial") { database in
            try database.create(table: "stock") { table in
                table.column("pieces", .integer).notNull()
            }
            try database.execute(sql: "INSERT INTO stock VALUES (1000000)")
            try database.create(table: "customer_order") { table in
                table.primaryKey("id", .text)
                table.column("pieces", .integer).notNull()
                table.column("email", .text).notNull()
            }
        }
        return migrator
    }

    /// Takes an order: the order, its event and the mugs are one transaction.
    ///
    /// - Throws: `SoldOut`, and then nothing of it is kept; what the database says.
    @discardableResult
    func take(_ order: Order) async throws -> EnqueueReceipt {
        try await pool.write { database in
            try order.insert(database)
            let receipt = try Outbox.enqueue(order.event, from: source, in: database)
            try database.execute(
                sql: "UPDATE stock SET pieces = pieces - ?1 WHERE pieces >= ?1", arguments: [order.pieces])
            guard database.changesCount == 1 else { throw SoldOut() }
            return receipt
        }
    }

    /// The ids of the orders that were taken.
    func orders() async throws -> [String] {
        try await pool.read { try String.fetchAll($0, sql: "SELECT id FROM customer_order ORDER BY rowid") }
    }
}
