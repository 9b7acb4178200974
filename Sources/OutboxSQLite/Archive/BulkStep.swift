import GRDB
import OutboxCore

/// A bulk change of some deliveries of one destination, in the transaction at hand.
struct BulkStep: Sendable {
    var change: BulkChange
    var destination: KnownDestination
    /// What the selection means; a delivery that is something else by now is left out silently.
    var conditions: [DeliveryCondition]
    var filter: DeliveryScan.EventFilter
    var now: Timestamp
    /// What the detail of a cancelled delivery says: `cancelled by ann: why`.
    var note: String

    /// Changes those of the events' deliveries that the change applies to, with the counters.
    ///
    /// The revision of the destination lets the lane's owner know. A preview only looks.
    ///
    /// - Parameter sampling: how many lines to give of those changed, as they were before.
    func run(_ events: [Int64], _ database: Database, isPreview: Bool, sampling: Int) throws -> BulkResult {
        let members = change == .cancel ? try OpenAttempts(at: destination.id, in: database).members : []
        let reader = try SummaryReader(database, [destination])
        var result = BulkResult(changed: 0, left: 0, beingSent: 0, sample: [])
        var deltas = Deltas()
        let check = CountTwiceCheck(change, destination: destination.name, now: now)
        for event in events {
            guard let found = try Found(event, at: destination.id, check, database), isMeant(found) else { continue }
            guard change.applies(to: found.state, found.reason) else {
                result.left += 1
                continue
            }
            guard !members.contains(EventNumber(event)) else {
                result.beingSent += 1
                continue
            }
            guard !found.wouldCountTwice else {
                result.held += 1
                continue
            }
            result.changed += 1
            if result.sample.count < sampling, let line = try reader.event(event) {
                let delivery = try reader.delivery(of: line, at: destination.id, name: destination.name)
                result.sample += delivery.map { [$0] } ?? []
            }
            if !isPreview { try write(event, found, &deltas, &result, database) }
        }
        if !isPreview, result.changed > 0 { try finish(deltas, database) }
        return result
    }

    private func isMeant(_ found: Found) -> Bool {
        if let eventName = filter.eventName, found.eventName != eventName { return false }
        if let since = filter.since, found.receivedAt < since { return false }
        return conditions.contains { $0.holds(found.state, found.reason) }
    }

    private func write(
        _ event: Int64, _ found: Found, _ deltas: inout Deltas, _ result: inout BulkResult, _ database: Database
    ) throws {
        let id = DestinationID(destination.id)
        switch change {
        case .retry(let evenIfCountedTwice):
            try requeue(event, found, as: .retry, forgetting: evenIfCountedTwice, &deltas, database)
        case .replay(let evenIfCountedTwice, _, _):
            try requeue(event, found, as: .bulk, forgetting: evenIfCountedTwice, &deltas, database)
        case .cancel:
            if let taken = try Taken(event, at: destination.id, found, database) {
                return try restore(event, found, taken, &deltas, database)
            }
            let sql = """
                UPDATE outbox_delivery SET state = \(DeliveryState.cancelled.rawValue), reason = NULL, detail = ?
                WHERE destination = ? AND event = ?
                """
            let statement = try database.cachedStatement(sql: sql)
            try statement.execute(arguments: [note, destination.id, event])
            deltas.counters.addQueued(-1, source: found.source, destination: id, found.deliveryClass)
            deltas.counters.addEnded(1, source: found.source, destination: id, .cancelled, reason: nil)
            if found.mayHaveArrived { result.mayHaveArrived += 1 }
        }
    }

    /// Takes a replay back: the delivery is as delivered as TikTok's last answer to it left it.
    private func restore(
        _ event: Int64, _ found: Found, _ taken: Taken, _ deltas: inout Deltas, _ database: Database
    ) throws {
        let sql = """
            UPDATE outbox_delivery SET state = \(DeliveryState.delivered.rawValue), reason = ?, detail = ?,
                even_if_counted_twice = 0, first_sent_at = coalesce(first_sent_at, ?)
            WHERE destination = ? AND event = ?
            """
        let statement = try database.cachedStatement(sql: sql)
        try statement.execute(
            arguments: [
                taken.reason?.rawValue, "a replay was \(note)", taken.countedAt?.milliseconds, destination.id, event,
            ]
        )
        let id = DestinationID(destination.id)
        deltas.counters.addQueued(-1, source: found.source, destination: id, found.deliveryClass)
        deltas.counters.addEnded(1, source: found.source, destination: id, .delivered, reason: taken.reason)
    }

    /// Puts a delivery that ended into the queue: tried anew, so the limits count from here.
    ///
    /// - Parameter evenIfCountedTwice: whether promise 3 forgets what may have arrived. What never counted it forgets
    ///   anyway.
    private func requeue(
        _ event: Int64, _ found: Found, as deliveryClass: DeliveryClass, forgetting evenIfCountedTwice: Bool,
        _ deltas: inout Deltas, _ database: Database
    ) throws {
        let id = DestinationID(destination.id)
        let kept = "CASE WHEN \(CountTwiceCheck.neverCounted) THEN NULL ELSE first_sent_at END"
        let sql = """
            UPDATE outbox_delivery AS d SET
                state = \(DeliveryState.queued.rawValue), class = \(deliveryClass.rawValue), due_at = ?,
                reason = NULL, detail = NULL, attempts = 0, losses = 0, first_opened_at = NULL, paused_ms = 0,
                even_if_counted_twice = \(evenIfCountedTwice ? 1 : 0),
                first_sent_at = \(evenIfCountedTwice ? "NULL" : kept)
            WHERE destination = ? AND event = ?
            """
        let statement = try database.cachedStatement(sql: sql)
        try statement.execute(arguments: [now.milliseconds, destination.id, event])
        deltas.counters.addEnded(-1, source: found.source, destination: id, found.state, reason: found.reason)
        deltas.counters.addQueued(1, source: found.source, destination: id, deliveryClass)
        if found.reason == .unmapped {
            deltas.unmapped.add(
                -1, source: found.source, destination: id, eventName: found.eventName, receivedAt: found.receivedAt
            )
        }
    }

    private func finish(_ deltas: Deltas, _ database: Database) throws {
        try deltas.counters.write(to: database)
        try deltas.unmapped.write(to: database)
        let statement = try database.cachedStatement(
            sql: "UPDATE outbox_destination SET revision = revision + 1 WHERE id = ?"
        )
        try statement.execute(arguments: [destination.id])
    }
}

/// What a step changes of the counters.
private struct Deltas {
    var counters = CounterDeltas()
    var unmapped = UnmappedDeltas()
}

/// That TikTok took a delivery which waits again.
private struct Taken {
    /// How it was taken the last time.
    var reason: DeliveryReason?
    /// When the last request left that was taken and counted; nil where it was validated under a test code alone.
    var countedAt: Timestamp?

    /// Looks a delivery up; nil where TikTok never took it.
    init?(_ event: Int64, at destination: Int64, _ found: Found, _ database: Database) throws {
        guard found.wasTried else { return nil }
        let counted = [Verdict.delivered, .deliveredWithWarnings].map { String($0.rawValue) }.joined(separator: ", ")
        let sql = """
            SELECT t.verdict, (
                SELECT max(a.opened_at) FROM outbox_delivery_attempt AS c
                CROSS JOIN outbox_attempt AS a ON a.id = c.attempt
                WHERE c.destination = t.destination AND c.event = t.event AND c.verdict IN (\(counted)))
            FROM outbox_delivery_attempt AS t
            WHERE t.destination = ? AND t.event = ? AND t.verdict IN (\(counted), \(Verdict.validated.rawValue))
            ORDER BY t.attempt DESC LIMIT 1
            """
        let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [destination, event])
        guard let row else { return nil }
        let verdict: Verdict = try StoredValue.value(row[0])
        reason = verdict == .validated ? .validated : verdict == .deliveredWithWarnings ? .warnings : nil
        countedAt = StoredValue.time(row[1])
    }
}

/// A delivery as it stands in the transaction at hand.
private struct Found {
    var source: SourceID
    var eventName: String
    var receivedAt: Timestamp
    var state: DeliveryState
    var deliveryClass: DeliveryClass
    var reason: DeliveryReason?
    /// Whether an attempt of it is on record.
    var wasTried: Bool
    /// Whether a request with it may have arrived and counted.
    var mayHaveArrived: Bool
    /// Whether the change holds it because of promise 3.
    var wouldCountTwice: Bool

    init?(_ event: Int64, at destination: Int64, _ check: CountTwiceCheck?, _ database: Database) throws {
        let sql = """
            SELECT e.source, e.event_name, e.received_at, d.state, d.class, d.reason, \(check?.sql ?? "FALSE"),
                d.attempt IS NOT NULL, d.first_sent_at IS NOT NULL
            FROM outbox_delivery AS d CROSS JOIN outbox_event AS e ON e.id = d.event
            WHERE d.destination = ? AND d.event = ?
            """
        let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [destination, event])
        guard let row else { return nil }
        source = SourceID(row[0])
        eventName = row[1]
        receivedAt = Timestamp(milliseconds: row[2])
        state = try StoredValue.value(row[3])
        deliveryClass = try StoredValue.value(row[4])
        reason = try StoredValue.optional(row[5])
        wouldCountTwice = row[6]
        wasTried = row[7]
        mayHaveArrived = row[8]
    }
}
