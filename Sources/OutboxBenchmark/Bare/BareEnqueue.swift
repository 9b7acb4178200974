import OutboxCore

/// The rows of an enqueue, written in a bare loop: event, body, one delivery, one counter a transaction.
struct BareEnqueue {
    private let database: BareSQLite
    private let event: OpaquePointer?
    private let body: OpaquePointer?
    private let delivery: OpaquePointer?
    private let count: OpaquePointer?

    init(_ database: BareSQLite) throws {
        self.database = database
        event = try database.prepare(
            """
            INSERT INTO outbox_event(source, event_name, event_id, event_time, received_at, key, body_sha256, class,
            routed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 1)
            """)
        body = try database.prepare("INSERT INTO outbox_event_body(event, body) VALUES (?1, ?2)")
        delivery = try database.prepare(
            "INSERT INTO outbox_delivery(destination, event, state, class, due_at) VALUES (1, ?1, 0, 0, ?2)")
        count = try database.prepare(
            """
            INSERT INTO outbox_count(source, destination, state, class, reason, n) VALUES (1, ?1, 0, 0, 0, ?2)
            ON CONFLICT DO UPDATE SET n = n + excluded.n
            """)
    }

    /// Writes a portion as one transaction.
    func enqueue(_ events: [NewEvent]) throws {
        try database.execute("BEGIN IMMEDIATE")
        for new in events {
            bind(event, 1, new.source.rawValue)
            bind(event, 2, new.eventName)
            bind(event, 3, new.eventID ?? "")
            bind(event, 4, new.eventTime.milliseconds)
            bind(event, 5, new.receivedAt.milliseconds)
            bind(event, 6, new.key.bytes)
            bind(event, 7, new.bodySHA256)
            try database.run(event)
            let number = database.lastRow
            bind(body, 1, number)
            bind(body, 2, new.record)
            try database.run(body)
            bind(delivery, 1, number)
            bind(delivery, 2, new.receivedAt.milliseconds)
            try database.run(delivery)
        }
        for destination in [0, 1] as [Int64] {
            bind(count, 1, destination)
            bind(count, 2, Int64(events.count))
            try database.run(count)
        }
        try database.execute("COMMIT")
    }
}
