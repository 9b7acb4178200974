import GRDB
import OutboxCore

/// Events that are to have a delivery at a destination that was added after they came.
struct LateRouting: Sendable {
    private struct Found {
        var source: SourceID
        var isRouted: Bool
        var isUnrouted: Bool
        var isThere: Bool
        var wouldCountTwice: Bool
    }

    let destination: KnownDestination
    private let sources: Set<Int64>?
    private let filter: DeliveryScan.EventFilter
    /// Whether an event is held because of promise 3, as SQL over `outbox_event`.
    private let isHeld: String
    private let evenIfCountedTwice: Bool
    /// The newest event: what comes later is not part of it.
    let newest: Int64

    /// Reads what is known; nil where the destination is not.
    init?(_ selection: EventSelection, _ replay: LateReplay, now: Timestamp, _ database: Database) throws {
        let all = try KnownDestination.all(in: database)
        guard let known = all.first(where: { $0.name == replay.destination }) else { return nil }
        destination = known
        isHeld = CountTwiceCheck.isHeld(replay, at: known.id, now: now)
        evenIfCountedTwice = replay.evenIfCountedTwice
        newest = try Int64.fetchOne(database, sql: "SELECT MAX(id) FROM outbox_event") ?? 0
        let conditions = DeliverySelection(eventName: selection.eventName, since: selection.since)
        filter = try DeliveryScan.EventFilter(conditions, database)
        sources = try selection.sources.map { names in
            let rows = try Row.fetchAll(database, sql: "SELECT id, name FROM outbox_source")
            return Set(rows.filter { names.contains($0[1]) }.map { $0[0] })
        }
    }

    /// The events that come next.
    func events(after last: Int64, limit: Int, _ database: Database) throws -> [Int64] {
        let sql = "SELECT id \(fromWhere) ORDER BY id LIMIT :limit"
        let statement = try database.cachedStatement(sql: sql)
        return try Int64.fetchAll(statement, arguments: arguments(after: last, ["limit": limit]))
    }

    /// How many events have a delivery there already, or still wait for their fan-out; how many have none, and how
    /// many of these are held instead.
    func count(_ database: Database) throws -> (left: Int, missing: Int, held: Int) {
        let isMissing = """
            routed = 1 AND NOT EXISTS (
                SELECT 1 FROM outbox_delivery WHERE destination = :destination AND event = outbox_event.id)
            """
        let sql = "SELECT count(*), sum(\(isMissing)), sum(\(isMissing) AND \(isHeld)) \(fromWhere)"
        let row = try Row.fetchOne(
            database.cachedStatement(sql: sql), arguments: arguments(after: 0, ["destination": destination.id])
        )
        let missing: Int = row?[1] ?? 0
        let held: Int = row?[2] ?? 0
        return ((row?[0] ?? 0) - missing, missing - held, held)
    }

    /// Makes the deliveries of events in the transaction at hand, in class bulk, with the counters.
    ///
    /// - Parameter sampling: how many lines to give of those made.
    func run(
        _ events: [Int64], _ database: Database, isPreview: Bool, sampling: Int, now: Timestamp
    ) throws -> BulkResult {
        let reader = try SummaryReader(database, [destination])
        let inserter = try DeliveryInserter(database)
        let id = DestinationID(destination.id)
        var counters = CounterDeltas()
        var elsewhere = WaitingElsewhere(than: destination.id)
        var result = BulkResult.nothing
        for event in events {
            guard let found = try find(event, database), sources?.contains(found.source.rawValue) ?? true else {
                continue
            }
            guard found.isRouted, !found.isThere else {
                result.left += 1
                continue
            }
            guard !found.wouldCountTwice else {
                result.held += 1
                continue
            }
            result.changed += 1
            if result.sample.count < sampling, let line = try reader.event(event) { result.sample.append(line) }
            guard !isPreview else { continue }
            try inserter.insert(
                EventNumber(event), source: found.source, deliveryClass: .bulk, dueAt: now, to: [id],
                counting: &counters
            )
            try elsewhere.moveToBulk(event, of: found.source, counting: &counters, in: database)
            if evenIfCountedTwice { try allowCountingTwice(event, database) }
            if found.isUnrouted { counters.addEvents(-1, source: found.source, .unrouted) }
        }
        try counters.write(to: database)
        try elsewhere.tellOwners(database)
        return result
    }

    private func allowCountingTwice(_ event: Int64, _ database: Database) throws {
        let sql = "UPDATE outbox_delivery SET even_if_counted_twice = 1 WHERE destination = ? AND event = ?"
        try database.cachedStatement(sql: sql).execute(arguments: [destination.id, event])
    }

    private func find(_ event: Int64, _ database: Database) throws -> Found? {
        let sql = """
            SELECT source, event_name, received_at, routed,
                NOT EXISTS (
                    SELECT 1 FROM outbox_destination AS o
                    CROSS JOIN outbox_delivery AS d ON d.destination = o.id AND d.event = outbox_event.id),
                EXISTS (SELECT 1 FROM outbox_delivery WHERE destination = ?2 AND event = outbox_event.id),
                \(isHeld)
            FROM outbox_event WHERE id = ?1
            """
        let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [event, destination.id])
        guard let row else { return nil }
        if let eventName = filter.eventName, row[1] != eventName { return nil }
        if let since = filter.since, row[2] < since.milliseconds { return nil }
        return Found(
            source: SourceID(row[0]), isRouted: row[3], isUnrouted: row[4], isThere: row[5],
            wouldCountTwice: row[6])
    }

    private var fromWhere: String {
        var terms = ["id > :low", "id <= :newest"]
        if let sources { terms.append("source IN (\(sources.sorted().map(String.init).joined(separator: ", ")))") }
        if filter.eventName != nil { terms.append("event_name = :eventName") }
        if filter.since != nil { terms.append("received_at >= :since") }
        return "FROM outbox_event WHERE " + terms.joined(separator: " AND ")
    }

    private func arguments(
        after last: Int64, _ others: [String: (any DatabaseValueConvertible)?]
    ) -> StatementArguments {
        var arguments = others
        arguments["low"] = max(last, filter.lowest - 1)
        arguments["newest"] = newest
        if let eventName = filter.eventName { arguments["eventName"] = eventName }
        if let since = filter.since { arguments["since"] = since.milliseconds }
        return StatementArguments(arguments)
    }
}
