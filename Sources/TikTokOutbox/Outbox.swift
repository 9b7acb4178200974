import OutboxCore
import OutboxSQLite

/// The outbox of a service: events handed over here are kept until a worker has delivered them to TikTok.
///
/// There are two ways to hand over. An `Outbox` value owns a file of its own:
///
/// ```swift
/// let outbox = try Outbox(path: "/var/lib/shop/outbox.db", source: "shop", identity: .init(phoneRegion: "GB"))
/// try await outbox.enqueue(.purchase(orderID: "ord-10421", value: "59.90", currency: "EUR"))
/// ```
///
/// Or the event goes into your own database, in your own transaction, and is there exactly if the order is:
///
/// ```swift
/// try await pool.write { db in
///     try order.insert(db)
///     try Outbox.enqueue(.purchase(orderID: order.id, value: order.total, currency: "EUR"), from: shop, in: db)
/// }
/// ```
///
/// Either way a worker delivers: `outbox serve` (or `drain`), with an `outbox.yml` that names the file and the source.
/// It runs as another process and wakes within milliseconds of the commit. Nothing is sent from within your service.
///
/// ## Topics
///
/// ### A file of its own
/// - ``init(path:source:identity:eventID:)``
/// - ``enqueue(_:)-(ConversionEvent)``
/// - ``enqueue(_:)-([ConversionEvent])``
/// - ``close()``
///
/// ### Your own transaction
/// - ``prepare(_:durability:)``
/// - ``enqueue(_:from:in:)-(ConversionEvent,_,_)``
/// - ``enqueue(_:from:in:)-([ConversionEvent],_,_)``
/// - ``Durability``
public final class Outbox: Sendable {
    private let store: SQLiteStore
    /// The producer whose events these are.
    public let source: OutboxSource

    /// Opens an outbox with a file of its own; makes the file, readable by its owner alone, where there is none, and
    /// brings its tables up to date.
    ///
    /// Several processes may have the file open at the same time, a worker among them. In one process open it once: a
    /// second `Outbox` on the file works, but does not share its syncs of the disk.
    ///
    /// Blocks the calling thread meanwhile: for some milliseconds, or up to 30 seconds where another process holds the
    /// file's lock. Call it when the service starts.
    ///
    /// - Parameters:
    ///   - path: the file, on a local disk (SQLite's write-ahead log does not work over a network). `outbox.yml` of the
    ///     worker names the same one: `database: /var/lib/shop/outbox.db`.
    ///   - source: the producer's name, as under `sources:` there.
    ///   - identity: how identities are normalised before they are hashed.
    ///   - eventID: what becomes of an event without `event_id`.
    /// - Throws: ``OutboxError``: `invalidSource`, `unknownSchema`, `notWritable`, `corrupt`, `locked`, `diskFull`,
    ///   `inputOutput`.
    public convenience init(
        path: String, source: String, identity: OutboxSource.IdentityRules = OutboxSource.IdentityRules(),
        eventID: OutboxSource.EventIDRule = .require
    ) throws {
        try self.init(path: path, source: OutboxSource(source, identity: identity, eventID: eventID))
    }

    /// Opens an outbox with a file of its own, for a source that was made before.
    ///
    /// The same as ``init(path:source:identity:eventID:)`` in every other way.
    public init(path: String, source: OutboxSource) throws {
        do {
            store = try SQLiteStore.open(path: path)
        } catch let error as StoreError {
            throw OutboxError(error)
        }
        self.source = source
    }

    /// Keeps an event, and returns when it is on disk (synced).
    ///
    /// May be called from any task. Calls that wait at the same time share one transaction and one sync of the disk,
    /// and each succeeds or fails on its own; nothing is done on the caller's actor.
    ///
    /// Cancelling the task does not take the event back: the call returns when the event is kept.
    ///
    /// - Warning: an error does not always mean that nothing was kept: a process that is killed between the commit and
    ///   the return never hears of it. Hand the event over again with the same ``ConversionEvent/eventID``; the receipt
    ///   says `isDuplicate` then, and TikTok counts once.
    /// - Returns: the number it is known by, whether it was there already, and what was noticed about it.
    /// - Throws: ``OutboxError``: `invalidEvent`, `busy`, `diskFull`, `inputOutput`, `locked`, `closed`, `database`.
    @discardableResult
    public func enqueue(_ event: ConversionEvent) async throws -> EnqueueReceipt {
        try Self.only(await enqueue([event]))
    }

    /// Keeps events, and returns when all of them are on disk (synced): all or none, in one transaction.
    ///
    /// An event that cannot be taken keeps the others out; ``OutboxError/rejected`` names each with its place and its
    /// problems, and nothing was written. A duplicate is not an error.
    ///
    /// The whole call is one transaction, which others wait for: hand over some thousands at a time at most. In every
    /// other way it is as ``enqueue(_:)-(ConversionEvent)``.
    ///
    /// - Returns: one receipt an event, in their order; none for no events.
    /// - Throws: ``OutboxError``, as for a single event.
    @discardableResult
    public func enqueue(_ events: [ConversionEvent]) async throws -> [EnqueueReceipt] {
        let reception = try EventReception(events, from: source, at: EventReception.now)
        do {
            return reception.receipts(try await store.enqueue(reception.events, ofSourceNamed: source.name))
        } catch let error as StoreError {
            throw OutboxError(error)
        }
    }

    /// Finishes what waits and closes the file; later calls throw `closed`.
    ///
    /// Blocks the calling thread meanwhile, some milliseconds in most cases. Calling it twice does nothing more. An
    /// outbox that is released closes too; what was acknowledged needs neither.
    public func close() {
        store.close()
    }

    static func only(_ receipts: [EnqueueReceipt]) throws -> EnqueueReceipt {
        guard let receipt = receipts.first else { throw OutboxError(.database, "the event has no outcome") }
        return receipt
    }
}
