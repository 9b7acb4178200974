import GRDB
import OutboxCore

/// Makes the deliveries of events that wait for their fan-out, within a transaction.
enum FanOutWriter {
    private struct Waiting {
        var number: EventNumber
        var source: SourceID
        var deliveryClass: DeliveryClass
        var receivedAt: Timestamp
    }

    /// Routes up to `limit` events, oldest first, and gives how many it did.
    static func write(_ fanOut: FanOut, limit: Int, now: Timestamp, to database: Database) throws -> Int {
        let waiting = try waiting(limit: limit, in: database)
        let markRouted = try PreparedStatement(database, "UPDATE outbox_event SET routed = 1 WHERE id = ?")
        let deliveries = try DeliveryInserter(database)
        var counters = CounterDeltas()
        for event in waiting {
            try deliveries.insert(
                event.number, source: event.source, deliveryClass: event.deliveryClass,
                // After a jump of the clock an event must not wait for the time of its receipt to come again.
                dueAt: min(event.receivedAt, now), to: fanOut.destinations[event.source] ?? [], counting: &counters
            )
            markRouted.bind(event.number.rawValue, at: 1)
            try markRouted.run()
            counters.addEvents(-1, source: event.source, .waitingForFanOut)
        }
        try counters.write(to: database)
        return waiting.count
    }

    private static func waiting(limit: Int, in database: Database) throws -> [Waiting] {
        let find = try PreparedStatement(
            database,
            """
            SELECT id, source, class, received_at
            FROM outbox_event INDEXED BY outbox_event_unrouted
            WHERE routed = 0 ORDER BY id LIMIT ?
            """
        )
        find.bind(limit, at: 1)
        defer { find.reset() }
        var waiting: [Waiting] = []
        while try find.step() {
            waiting.append(
                Waiting(
                    number: EventNumber(find.integer(0)), source: SourceID(find.integer(1)),
                    deliveryClass: DeliveryClass(rawValue: Int(find.integer(2))) ?? .live,
                    receivedAt: Timestamp(milliseconds: find.integer(3))
                )
            )
        }
        return waiting
    }
}
