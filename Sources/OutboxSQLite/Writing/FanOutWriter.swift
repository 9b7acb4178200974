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

    /// Routes up to `limit` events of the sources that the fan-out has, oldest first, and gives how many it did.
    static func write(_ fanOut: FanOut, limit: Int, now: Timestamp, to database: Database) throws -> Int {
        let waiting = try waiting(of: fanOut.destinations.keys, limit: limit, in: database)
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

    private static func waiting(
        of sources: some Collection<SourceID>, limit: Int, in database: Database
    ) throws -> [Waiting] {
        let find = try PreparedStatement(database, sql)
        var waiting: [Waiting] = []
        for source in sources {
            find.bind(source.rawValue, at: 1)
            find.bind(limit, at: 2)
            defer { find.reset() }
            while try find.step() {
                waiting.append(
                    Waiting(
                        number: EventNumber(find.integer(0)), source: source,
                        deliveryClass: DeliveryClass(rawValue: Int(find.integer(1))) ?? .live,
                        receivedAt: Timestamp(milliseconds: find.integer(2))
                    )
                )
            }
        }
        return Array(waiting.sorted { $0.number < $1.number }.prefix(limit))
    }

    /// What of one source waits; its plan is checked by a test.
    static let sql = """
        SELECT id, class, received_at FROM outbox_event INDEXED BY outbox_event_waiting
        WHERE routed = 0 AND source = ? ORDER BY id LIMIT ?
        """
}
