import GRDB
import OutboxCore

/// A walk along one index of `outbox_delivery` at one destination.
///
/// What it costs grows with the rows it passes, not with the rows of the table: a walk along `failed` passes what it
/// finds, one along `due` everything queued at the destination, one along the primary key every delivery from one end
/// to the last that it needs to find.
struct DeliveryScan {
    /// The index to walk along.
    enum Path: Hashable {
        /// The failed deliveries of one reason, ordered by event.
        case failed(DeliveryReason)
        /// Everything queued, in no useful order.
        case due
        /// Every delivery, ordered by event.
        case primaryKey
    }

    /// What the events must be.
    struct EventFilter: Hashable {
        var eventName: String?
        var since: Timestamp?
        /// No event of interest has a lower number.
        var lowest: Int64 = 0
        var isEmpty: Bool { eventName == nil && since == nil }
    }

    var destination: Int64
    var path: Path
    var conditions: [DeliveryCondition]
    /// How many rows there are by the counters, before the filter.
    var count: Int

    /// The event numbers found, in ascending or descending order, from the open interval given.
    func events(
        _ database: Database, _ filter: EventFilter, after low: Int64 = 0, before high: Int64 = .max,
        isAscending: Bool, limit: Int
    ) throws -> [Int64] {
        let statement = try database.cachedStatement(sql: sql(filter, isAscending: isAscending))
        var arguments = arguments(filter, after: low, before: high)
        arguments["limit"] = min(limit, count)
        return try Int64.fetchAll(statement, arguments: StatementArguments(arguments))
    }

    /// The statement of the walk.
    func sql(_ filter: EventFilter, isAscending: Bool) -> String {
        "SELECT d.event \(fromWhere(filter)) ORDER BY d.event \(isAscending ? "ASC" : "DESC") LIMIT :limit"
    }

    /// How many there are: by the counters where the filter is empty, else counted.
    ///
    /// - Parameter check: where it is given, only what it holds is counted.
    func count(_ database: Database, _ filter: EventFilter, heldBy check: CountTwiceCheck? = nil) throws -> Int {
        guard !filter.isEmpty || check != nil else { return count }
        let held = check.map { " AND \($0.sql)" } ?? ""
        let statement = try database.cachedStatement(sql: "SELECT COUNT(*) \(fromWhere(filter))\(held)")
        let arguments = StatementArguments(arguments(filter, after: 0, before: .max))
        return try Int.fetchOne(statement, arguments: arguments) ?? 0
    }

    private func fromWhere(_ filter: EventFilter) -> String {
        let joined = filter.isEmpty ? "" : "CROSS JOIN outbox_event AS e ON e.id = d.event"
        // The plus signs keep SQLite from skipping through the index of what is due in search of the event.
        let event = path == .due ? "+d.event" : "d.event"
        var terms = ["d.destination = :destination", "\(event) > :low", "\(event) < :high"]
        var index = ""
        switch path {
        case .failed(let reason):
            index = "INDEXED BY outbox_delivery_failed"
            terms += ["d.state = \(DeliveryState.failed.rawValue)", "d.reason = \(reason.rawValue)"]
        case .due:
            index = "INDEXED BY outbox_delivery_due"
            terms.append("d.state = \(DeliveryState.queued.rawValue)")
        case .primaryKey:
            if conditions.count < DeliveryState.allCases.count || conditions.contains(where: { $0.reasons != nil }) {
                terms.append("(" + conditions.map(\.sql).joined(separator: " OR ") + ")")
            }
        }
        if filter.eventName != nil { terms.append("e.event_name = :eventName") }
        if filter.since != nil { terms.append("e.received_at >= :since") }
        return "FROM outbox_delivery AS d \(index) \(joined) WHERE " + terms.joined(separator: " AND ")
    }

    private func arguments(
        _ filter: EventFilter, after low: Int64, before high: Int64
    ) -> [String: (any DatabaseValueConvertible)?] {
        var arguments: [String: (any DatabaseValueConvertible)?] = [
            "destination": destination, "low": max(low, filter.lowest - 1), "high": high,
        ]
        if let eventName = filter.eventName { arguments["eventName"] = eventName }
        if let since = filter.since { arguments["since"] = since.milliseconds }
        return arguments
    }
}
