import GRDBSQLite
import OutboxCore

/// What a worker writes for a batch, in a bare loop: claim, open (one commit), close (another).
struct BareDelivery {
    private let database: BareSQLite
    private let claim: OpaquePointer?
    private let open: OpaquePointer?
    private let close: OpaquePointer?
    private let body: OpaquePointer?
    private let delivery: OpaquePointer?
    private let attempt: OpaquePointer?
    private let count: OpaquePointer?

    init(_ database: BareSQLite) throws {
        self.database = database
        claim = try database.prepare(
            """
            SELECT d.event, d.due_at, d.attempts, d.losses, d.first_sent_at, e.source, e.event_name, e.event_id,
            e.event_time, e.received_at, b.body FROM outbox_delivery d INDEXED BY outbox_delivery_due
            CROSS JOIN outbox_event e ON e.id = d.event LEFT JOIN outbox_event_body b ON b.event = d.event
            WHERE d.destination = 1 AND d.class = 0 AND d.state = 0 AND d.due_at <= ?1 LIMIT ?2
            """)
        open = try database.prepare(
            """
            INSERT INTO outbox_attempt(destination, epoch, opened_at, stage, events, retries, members, paused_ms)
            VALUES (1, 1, ?1, 1, ?2, 0, ?3, 0)
            """)
        close = try database.prepare(
            """
            UPDATE outbox_attempt SET closed_at = ?2, duration_ms = 5, http_status = 200, code = 0, message = 'OK',
            request_id = 'R', outcome = 0 WHERE id = ?1
            """)
        body = try database.prepare("INSERT INTO outbox_attempt_body(attempt, request, response) VALUES (?1, ?2, ?3)")
        delivery = try database.prepare(
            """
            UPDATE outbox_delivery SET state = 1, attempts = 1, tiktok_event = 'CompletePayment', sent_event_id = ?2,
            attempt = ?3, first_sent_at = ?4, first_opened_at = ?4 WHERE destination = 1 AND event = ?1
            """)
        attempt = try database.prepare(
            """
            INSERT INTO outbox_delivery_attempt(destination, event, attempt, position, verdict)
            VALUES (1, ?1, ?2, ?3, 0)
            """)
        count = try database.prepare(
            """
            INSERT INTO outbox_count(source, destination, state, class, reason, n) VALUES (1, 1, ?1, 0, 0, ?2)
            ON CONFLICT DO UPDATE SET n = n + excluded.n
            """)
    }

    /// Claims, opens and closes one batch; returns how many deliveries it had.
    func deliver(batch: Int, now: Timestamp, request: [UInt8]) throws -> Int {
        var claimed: [(event: Int64, id: String)] = []
        bind(claim, 1, now.milliseconds)
        bind(claim, 2, Int64(batch))
        var bytes = 0
        while sqlite3_step(claim) == SQLITE_ROW {
            let id = sqlite3_column_text(claim, 7).map { String(cString: $0) } ?? ""
            claimed.append((sqlite3_column_int64(claim, 0), id))
            if let blob = sqlite3_column_blob(claim, 10) {
                bytes += Array(UnsafeRawBufferPointer(start: blob, count: Int(sqlite3_column_bytes(claim, 10)))).count
            }
        }
        sqlite3_reset(claim)
        guard !claimed.isEmpty, bytes > 0 else { return 0 }
        try database.execute("BEGIN IMMEDIATE")
        bind(open, 1, now.milliseconds)
        bind(open, 2, Int64(claimed.count))
        bind(open, 3, [UInt8](repeating: 2, count: claimed.count))
        try database.run(open)
        let number = database.lastRow
        try database.execute("COMMIT")
        try record(claimed, attempt: number, now: now, request: request)
        return claimed.count
    }

    private func record(
        _ claimed: [(event: Int64, id: String)], attempt number: Int64, now: Timestamp, request: [UInt8]
    ) throws {
        try database.execute("BEGIN IMMEDIATE")
        bind(close, 1, number)
        bind(close, 2, now.milliseconds)
        try database.run(close)
        bind(body, 1, number)
        bind(body, 2, request)
        bind(body, 3, [1, 2, 3])
        try database.run(body)
        for (position, member) in claimed.enumerated() {
            bind(delivery, 1, member.event)
            bind(delivery, 2, member.id)
            bind(delivery, 3, number)
            bind(delivery, 4, now.milliseconds)
            try database.run(delivery)
            bind(attempt, 1, member.event)
            bind(attempt, 2, number)
            bind(attempt, 3, Int64(position))
            try database.run(attempt)
        }
        for (state, change) in [(0, -claimed.count), (1, claimed.count)] {
            bind(count, 1, Int64(state))
            bind(count, 2, Int64(change))
            try database.run(count)
        }
        try database.execute("COMMIT")
    }
}
