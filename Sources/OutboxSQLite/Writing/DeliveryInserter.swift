import GRDB
import OutboxCore

/// Makes the deliveries of an event within a transaction.
struct DeliveryInserter {
    private let insert: PreparedStatement

    /// Prepares the statement.
    init(_ database: Database) throws {
        insert = try PreparedStatement(
            database,
            """
            INSERT INTO outbox_delivery(destination, event, state, class, due_at) VALUES (?, ?, 0, ?, ?)
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// Makes one delivery a destination.
    ///
    /// An event that no destination listens to is counted as unrouted.
    func insert(
        _ event: EventNumber, source: SourceID, deliveryClass: DeliveryClass, dueAt: Timestamp,
        to destinations: [DestinationID], counting counters: inout CounterDeltas
    ) throws {
        if destinations.isEmpty { counters.addEvents(1, source: source, .unrouted) }
        for destination in destinations {
            insert.bind(destination.rawValue, at: 1)
            insert.bind(event.rawValue, at: 2)
            insert.bind(deliveryClass.rawValue, at: 3)
            insert.bind(dueAt.milliseconds, at: 4)
            let inserted = try insert.run()
            counters.addQueued(inserted, source: source, destination: destination, deliveryClass)
        }
    }
}
