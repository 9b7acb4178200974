import GRDB
import OutboxCore

/// Reads the lines of a list, one event or delivery at a time, by primary key.
struct SummaryReader {
    private let database: Database
    private let sources: [Int64: String]
    private let destinations: [KnownDestination]
    private let beingSent: [Int64: Set<EventNumber>]
    private let eventStatement: Statement
    private let deliveryStatement: Statement

    /// Prepares for reading in the transaction at hand.
    init(_ database: Database, _ destinations: [KnownDestination]) throws {
        self.database = database
        self.destinations = destinations
        beingSent = try Dictionary(
            destinations.map { ($0.id, try OpenAttempts(at: $0.id, in: database).members) }
        ) { first, _ in first }
        let names = try Row.fetchAll(database.cachedStatement(sql: "SELECT id, name FROM outbox_source"))
        sources = Dictionary(names.map { ($0[0], $0[1]) }) { first, _ in first }
        eventStatement = try database.cachedStatement(
            sql: "SELECT id, source, event_name, event_id, received_at FROM outbox_event WHERE id = ?"
        )
        deliveryStatement = try database.cachedStatement(
            sql: """
                SELECT state, class, due_at, reason, detail, tiktok_event, (
                    SELECT count(*) FROM outbox_delivery_attempt AS a
                    WHERE a.destination = d.destination AND a.event = d.event)
                FROM outbox_delivery AS d WHERE destination = ? AND event = ?
                """
        )
    }

    /// The line of an event without its deliveries; nil where there is no such event.
    func event(_ number: Int64) throws -> DeliverySummary? {
        guard let row = try Row.fetchOne(eventStatement, arguments: [number]) else { return nil }
        return DeliverySummary(
            number: EventNumber(row[0]), source: sources[row[1]] ?? "", eventName: row[2], eventID: row[3],
            receivedAt: Timestamp(milliseconds: row[4])
        )
    }

    /// The lines of an event, one a delivery in the order of the destinations.
    func deliveries(of event: DeliverySummary) throws -> [DeliverySummary] {
        try destinations.compactMap { try delivery(of: event, at: $0.id, name: $0.name) }
    }

    /// The line of one delivery; nil where there is none.
    func delivery(of event: DeliverySummary, at destination: Int64, name: String) throws -> DeliverySummary? {
        let arguments: StatementArguments = [destination, event.number.rawValue]
        guard let row = try Row.fetchOne(deliveryStatement, arguments: arguments) else { return nil }
        var summary = event
        let state: DeliveryState = try StoredValue.value(row[0])
        summary.destination = name
        summary.state = state
        summary.deliveryClass = try StoredValue.value(row[1])
        summary.dueAt = state == .queued ? Timestamp(milliseconds: row[2]) : nil
        summary.reason = try StoredValue.optional(row[3])
        summary.detail = row[4]
        summary.tiktokEvent = row[5]
        summary.attempts = row[6] + (beingSent[destination]?.contains(event.number) == true ? 1 : 0)
        return summary
    }
}
