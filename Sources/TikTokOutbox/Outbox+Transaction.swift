public import GRDB
import OutboxCore
import OutboxSQLite

// In the caller's own database and transaction.
extension Outbox {
    /// Who answers for it that a commit survives a loss of power.
    public enum Durability: Sendable, Hashable {
        /// The outbox: it refuses a connection that does not sync every commit.
        case synced
        /// The caller: nothing is checked. For tests on a database in memory, and for services that would rather lose
        /// the last orders and their events with the power than wait for the disk.
        case callers
    }

    /// Makes the outbox's tables in your database, beside your own, or brings them up to date.
    ///
    /// Call it at every start of the service, on the connection that writes, after your own migrations:
    ///
    /// ```swift
    /// var configuration = Configuration()
    /// configuration.busyMode = .timeout(10)
    /// let pool = try DatabasePool(path: "shop.db", configuration: configuration)
    /// try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    /// try migrator.migrate(pool)
    /// try pool.write { try Outbox.prepare($0) }
    /// ```
    ///
    /// Everything of ours begins with `outbox_`, the ledger of its own migrations too. Inside of a transaction the
    /// change is part of it; outside, each step is a transaction of its own. Two processes may do this at once.
    ///
    /// With `durability: .synced` the connection must be in WAL mode with `synchronous` at FULL or EXTRA. GRDB sets
    /// NORMAL whenever it opens a connection in WAL mode, after `Configuration.prepareDatabase`; hence the line above,
    /// which works outside of a transaction only. FULL stays until the connection is closed. The worker keeps the file
    /// in WAL mode and is woken by its log.
    ///
    /// A worker writes to the same file from another process. A connection that has no busy mode of its own (GRDB's
    /// default is to fail at once) gets a time-out of 10 seconds here.
    ///
    /// `foreign_keys` may be on or off, since no table of ours refers to yours. `secure_delete` is left alone: through
    /// your connection nothing of ours is deleted, and the worker's connections have it on. Rows that you delete
    /// yourself, from our tables or yours, are not overwritten unless you turn it on.
    ///
    /// - Warning: it checks the connection that it is called on, at that moment, and no other: not one of another
    ///   process, and not one that lowers `synchronous` later.
    /// - Warning: `DatabaseMigrator.eraseDatabaseOnSchemaChange` takes tables that your migrations do not make for a
    ///   change of the schema, and erases the database with every event that waits. Never use it on such a file. Inside
    ///   of a registered migration this function runs once, and the tables of a later version are not made.
    ///
    /// - Parameters:
    ///   - db: your connection, inside or outside of a transaction, on its queue.
    ///   - durability: who answers for a loss of power.
    /// - Throws: ``OutboxError``: `notDurable` and `unknownSchema`, both before anything was changed; GRDB's
    ///   `DatabaseError` for what SQLite says.
    public static func prepare(_ db: Database, durability: Durability = .synced) throws {
        if durability == .synced {
            let weaknesses = try ConnectionWeakness.all(of: db)
            guard weaknesses.isEmpty else { throw OutboxError(weaknesses) }
        }
        do {
            try ForeignConnection.prepare(db)
        } catch let error as StoreError {
            throw OutboxError(error)
        }
    }

    /// Keeps an event in your transaction: committed with it, rolled back with it, inside of a savepoint too.
    ///
    /// ```swift
    /// try await pool.write { db in
    ///     try order.insert(db)
    ///     try Outbox.enqueue(.purchase(orderID: order.id, value: order.total, currency: "EUR"), from: shop, in: db)
    /// }
    /// ```
    ///
    /// Runs on the connection's queue: hashing and a handful of statements. It neither begins
    /// nor ends your transaction. Works on a `DatabaseQueue` and on a `DatabasePool`. A worker in another process sees
    /// the event when your transaction is committed, and wakes within milliseconds.
    ///
    /// An error leaves the transaction as it was before the call, so that you may catch it and commit the order without
    /// the event. The exception is what SQLite rolls back by itself, such as on a full disk; GRDB reports that at your
    /// commit as well.
    ///
    /// `lastInsertedRowID` stays that of your own last insert. `changesCount` and `totalChangesCount` count our
    /// statements as well: read them before.
    ///
    /// - Warning: that the event survives a loss of power is the connection's doing; ``prepare(_:durability:)`` checks
    ///   it, this function does not.
    /// - Warning: `ValueObservation` and `TransactionObserver` are not told of changes of our tables.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - source: the producer, as in the worker's `sources:`.
    ///   - db: your connection, inside of a transaction, on its queue.
    /// - Returns: the number it is known by if you commit, whether it was there already, and what was noticed.
    /// - Throws: ``OutboxError``: `invalidEvent`, `noTransaction`, `notPrepared`; GRDB's `DatabaseError` for what
    ///   SQLite says.
    @discardableResult
    public static func enqueue(
        _ event: ConversionEvent, from source: OutboxSource, in db: Database
    ) throws -> EnqueueReceipt {
        try only(enqueue([event], from: source, in: db))
    }

    /// Keeps events in your transaction, all or none.
    ///
    /// An event that cannot be taken keeps the others out; ``OutboxError/rejected`` names each with its place and its
    /// problems. In every other way it is as ``enqueue(_:from:in:)-(ConversionEvent,_,_)``.
    ///
    /// - Returns: one receipt an event, in their order; none for no events.
    /// - Throws: as for a single event.
    @discardableResult
    public static func enqueue(
        _ events: [ConversionEvent], from source: OutboxSource, in db: Database
    ) throws -> [EnqueueReceipt] {
        guard db.isInsideTransaction else {
            throw OutboxError(.noTransaction, "events are enqueued inside of a transaction: use write { db in … }")
        }
        let reception = try EventReception(events, from: source, at: EventReception.now)
        guard !events.isEmpty else { return [] }
        do {
            let outcomes = try ForeignConnection.enqueue(reception.events, ofSourceNamed: source.name, in: db)
            return reception.receipts(outcomes)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            try requirePrepared(db)
            throw error
        }
    }

    /// Tells what is missing, where SQLite named a table or a column.
    private static func requirePrepared(_ db: Database) throws {
        do {
            guard try !ForeignConnection.isPrepared(db) else { return }
        } catch let error as StoreError {
            throw OutboxError(error)
        }
        throw OutboxError(.notPrepared, "the outbox's tables are not there: call Outbox.prepare(db) at every start")
    }
}
