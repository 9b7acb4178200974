import FoundationEssentials
import GRDB
import OutboxCore

/// Reads everything about one event after another in a read transaction.
struct HistoryReader {
    /// No body that was kept is larger: a request carries at most 1 MB and an answer 64 KB.
    private static let bodyLimit = 16 * 1024 * 1024

    private let database: Database
    private let destinations: [KnownDestination]
    private var openAttempts: [Int64: OpenAttempts] = [:]

    init(_ database: Database) throws {
        self.database = database
        destinations = try KnownDestination.all(in: database)
    }

    /// The history of one event, nil where there is no such event.
    mutating func history(of number: Int64) throws -> EventHistory? {
        guard let event = try event(number) else { return nil }
        let deliveries = try destinations.compactMap { try delivery(of: number, at: $0) }
        return EventHistory(event: event, deliveries: deliveries)
    }

    private func event(_ number: Int64) throws -> StoredEvent? {
        let sql = """
            SELECT e.id, s.name, s.dialect, e.producer_id, e.event_name, e.event_id, e.event_time, e.received_at,
                b.body, e.routed
            FROM outbox_event AS e
            LEFT JOIN outbox_source AS s ON s.id = e.source
            LEFT JOIN outbox_event_body AS b ON b.event = e.id
            WHERE e.id = ?
            """
        guard let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [number]) else { return nil }
        var event = StoredEvent(
            number: EventNumber(row[0]), source: row[1] ?? "", dialect: row[2] ?? "", producerID: row[3],
            eventName: row[4], eventID: row[5], eventTime: Timestamp(milliseconds: row[6]),
            receivedAt: Timestamp(milliseconds: row[7]), record: (row[8] as Data?).map { Array($0) }
        )
        event.isRouted = row[9]
        return event
    }

    private mutating func delivery(of number: Int64, at destination: KnownDestination) throws -> StoredDelivery? {
        let sql = """
            SELECT d.state, d.reason, d.detail, d.class, d.due_at, d.attempts, d.tiktok_event, d.sent_event_id,
                c.sha256, d.first_sent_at
            FROM outbox_delivery AS d LEFT JOIN outbox_configuration AS c ON c.id = d.configuration
            WHERE d.destination = ? AND d.event = ?
            """
        let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [destination.id, number])
        guard let row else { return nil }
        var attempts = try closedAttempts(of: number, at: destination.id)
        try addBodies(to: &attempts)
        let open = try openAttempt(of: number, at: destination.id)
        var delivery = StoredDelivery(
            destination: destination.name, state: try StoredValue.value(row[0]),
            reason: try StoredValue.optional(row[1]), detail: row[2],
            deliveryClass: try StoredValue.value(row[3]), dueAt: Timestamp(milliseconds: row[4]),
            attemptsSpent: row[5], tiktokEvent: row[6], sentEventID: row[7], isBeingSent: open != nil,
            pause: destination.pause, attempts: attempts + (open.map { [$0] } ?? [])
        )
        delivery.configuration = Self.shortDigest(row[8])
        delivery.firstSentAt = StoredValue.time(row[9])
        return delivery
    }

    private func closedAttempts(of number: Int64, at destination: Int64) throws -> [StoredAttempt] {
        let sql = """
            SELECT a.id, a.opened_at, d.position, a.events, d.verdict, d.detail, a.duration_ms, a.http_status, a.code,
                a.message, a.request_id, c.sha256
            FROM outbox_delivery_attempt AS d
            CROSS JOIN outbox_attempt AS a ON a.id = d.attempt
            LEFT JOIN outbox_configuration AS c ON c.id = a.configuration
            WHERE d.destination = ? AND d.event = ? ORDER BY d.attempt
            """
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [destination, number])
        var attempts: [StoredAttempt] = []
        while let row = try rows.next() {
            var attempt = StoredAttempt(
                id: AttemptID(row[0]), openedAt: Timestamp(milliseconds: row[1]), position: row[2], events: row[3]
            )
            attempt.verdict = try StoredValue.value(row[4])
            attempt.detail = row[5]
            attempt.durationMilliseconds = row[6]
            attempt.httpStatus = row[7]
            attempt.code = row[8]
            attempt.message = row[9]
            attempt.requestID = row[10]
            attempt.configuration = Self.shortDigest(row[11])
            attempts.append(attempt)
        }
        return attempts
    }

    private mutating func openAttempt(of number: Int64, at destination: Int64) throws -> StoredAttempt? {
        let open = try openAttempts[destination] ?? OpenAttempts(at: destination, in: database)
        openAttempts[destination] = open
        let event = EventNumber(number)
        guard open.members.contains(event) else { return nil }
        for attempt in open.attempts {
            guard let position = attempt.members.firstIndex(of: event) else { continue }
            var stored = StoredAttempt(
                id: AttemptID(attempt.id), openedAt: attempt.openedAt, position: position,
                events: attempt.members.count
            )
            let statement = try database.cachedStatement(sql: "SELECT sha256 FROM outbox_configuration WHERE id = ?")
            stored.configuration = Self.shortDigest(try Data.fetchOne(statement, arguments: [attempt.configuration]))
            return stored
        }
        return nil
    }

    private func addBodies(to attempts: inout [StoredAttempt]) throws {
        guard let newest = attempts.indices.last else { return }
        let statement = try database.cachedStatement(
            sql: "SELECT request, response FROM outbox_attempt_body WHERE attempt = ?"
        )
        let row = try Row.fetchOne(statement, arguments: [attempts[newest].id.rawValue])
        guard let row else { return }
        attempts[newest].request = try inflate(row[0])
        attempts[newest].response = try inflate(row[1])
    }

    private func inflate(_ stored: Data?) throws -> [UInt8]? {
        try stored.map { try Compression.inflate(Array($0), limit: Self.bodyLimit) }
    }

    /// The first 8 hexadecimal digits, as people see configurations named.
    static func shortDigest(_ sha256: Data?) -> String? {
        guard let sha256 else { return nil }
        let digits = Array("0123456789abcdef")
        return sha256.prefix(4).reduce(into: "") { text, byte in
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
    }
}
