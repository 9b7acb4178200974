import GRDB
import OutboxCore

/// A selection in a read transaction.
struct DeliverySearch {
    private let database: Database
    private let filter: DeliveryScan.EventFilter
    private let conditions: [DeliveryCondition]
    private let reader: SummaryReader
    /// The destinations that are meant.
    let destinations: [KnownDestination]
    /// Whether events are meant also where they have no delivery.
    let meansEvents: Bool

    init(_ selection: DeliverySelection, _ database: Database) throws {
        self.database = database
        filter = try DeliveryScan.EventFilter(selection, database)
        conditions = DeliveryCondition.all(states: selection.states, reasons: selection.reasons)
        let known = try KnownDestination.all(in: database)
        destinations = known.filter { selection.destination == nil || selection.destination == $0.name }
        meansEvents = selection.destination == nil && selection.states.isEmpty && selection.reasons.isEmpty
        reader = try SummaryReader(database, destinations)
    }

    /// The lines of certain events.
    func named(_ events: [EventNumber], limit: Int) throws -> [DeliverySummary] {
        var lines: [DeliverySummary] = []
        for number in Set(events.map(\.rawValue)).sorted(by: >) where lines.count < limit {
            guard let event = try reader.event(number), isMeant(event) else { continue }
            lines += try self.lines(of: event)
        }
        return Array(lines.prefix(limit))
    }

    /// The lines of the newest events, with or without deliveries.
    func newestEvents(limit: Int) throws -> [DeliverySummary] {
        var terms = ["id >= :lowest"]
        var arguments: [String: (any DatabaseValueConvertible)?] = ["lowest": filter.lowest, "limit": limit]
        if let eventName = filter.eventName {
            terms.append("event_name = :eventName")
            arguments["eventName"] = eventName
        }
        if let since = filter.since {
            terms.append("received_at >= :since")
            arguments["since"] = since.milliseconds
        }
        let sql = """
            SELECT id FROM outbox_event WHERE \(terms.joined(separator: " AND ")) ORDER BY id DESC LIMIT :limit
            """
        let statement = try database.cachedStatement(sql: sql)
        let numbers = try Int64.fetchAll(statement, arguments: StatementArguments(arguments))
        var lines: [DeliverySummary] = []
        for number in numbers where lines.count < limit {
            guard let event = try reader.event(number) else { continue }
            lines += try self.lines(of: event)
        }
        return Array(lines.prefix(limit))
    }

    /// The lines of the newest deliveries that the conditions hold for.
    func newestDeliveries(limit: Int) throws -> [DeliverySummary] {
        var found: [(event: Int64, destination: Int)] = []
        for (index, destination) in destinations.enumerated() {
            var here: [Int64] = []
            for scan in try DeliveryScan.plan(database, destination: destination.id, conditions) {
                here += try scan.events(database, filter, isAscending: false, limit: limit)
            }
            found += here.sorted(by: >).prefix(limit).map { ($0, index) }
        }
        found.sort { $0.event > $1.event || ($0.event == $1.event && $0.destination < $1.destination) }
        return try found.prefix(limit).compactMap { event, index in
            let destination = destinations[index]
            guard let event = try reader.event(event) else { return nil }
            return try reader.delivery(of: event, at: destination.id, name: destination.name)
        }
    }

    private func isMeant(_ event: DeliverySummary) -> Bool {
        if let eventName = filter.eventName, event.eventName != eventName { return false }
        if let since = filter.since, event.receivedAt < since { return false }
        return true
    }

    private func lines(of event: DeliverySummary) throws -> [DeliverySummary] {
        let deliveries = try reader.deliveries(of: event)
        if meansEvents { return deliveries.isEmpty ? [event] : deliveries }
        return deliveries.filter { delivery in
            conditions.contains { condition in
                delivery.state.map { condition.holds($0, delivery.reason) } ?? false
            }
        }
    }
}
