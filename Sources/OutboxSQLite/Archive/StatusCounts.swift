import GRDB
import OutboxCore

/// The counters of one moment.
struct StatusCounts {
    /// Members of open attempts at one destination.
    private struct Sending {
        var events = 0
        var retries = 0
    }

    private struct Group: Hashable {
        var destination: Int64
        var state: Int
        var deliveryClass: Int
        var reason: Int
    }

    private var counts: [Group: Int] = [:]
    private var sending: [Int64: Sending] = [:]
    /// The events of each source, in the order in which the sources became known.
    private(set) var sources: [SourceStatus] = []
    private var oldestDueSeconds: [Int64: Double] = [:]
    private var nextDueAt: [Int64: Int64] = [:]
    private var lastFailures: [Int64: FailedRequest] = [:]

    /// How many of the newest attempts are looked at for the last one of each destination.
    private static let newestAttempts = 200

    /// Reads the counters, what is open, and the longest due of each class at each destination.
    init(_ database: Database, now: Timestamp) throws {
        try readCounts(database)
        try readSources(database)
        try readSending(database)
        try readLastFailures(database)
        for destination in Set(counts.keys.map(\.destination)) where destination != 0 {
            try readOldestDue(database, destination, now)
        }
    }

    var events: Int { count(destination: 0, state: CounterDeltas.EventCount.accepted.rawValue) }
    var unrouted: Int { count(destination: 0, state: CounterDeltas.EventCount.unrouted.rawValue) }
    var unfanned: Int { count(destination: 0, state: CounterDeltas.EventCount.waitingForFanOut.rawValue) }

    /// The numbers of one destination; its owner is left out.
    func status(of row: KnownDestination) -> DestinationStatus {
        var status = DestinationStatus(name: row.name, state: row.pause == nil ? .running : .paused)
        status.pause = row.pause
        status.oldestDueSeconds = oldestDueSeconds[row.id]
        status.nextDueAt = nextDueAt[row.id].map { Timestamp(milliseconds: $0) }
        status.lastFailure = lastFailures[row.id]
        let sending = sending[row.id] ?? Sending()
        status.sending = sending.events
        for (group, count) in counts where group.destination == row.id {
            switch (DeliveryState(rawValue: group.state), DeliveryReason(rawValue: group.reason)) {
            case (.queued, _):
                if group.deliveryClass == DeliveryClass.retry.rawValue {
                    status.retrying += count
                } else {
                    status.queued += count
                }
            case (.delivered, .warnings): status.deliveredWithWarnings += count
            case (.delivered, .validated): status.validated += count
            case (.delivered, _): status.delivered += count
            case (.skipped, .dryRun): status.dryRun += count
            case (.skipped, _): status.skipped += count
            case (.failed, _): status.failed += count
            case (.cancelled, _): status.cancelled += count
            case (nil, _): break
            }
        }
        status.retrying -= sending.retries
        status.queued -= sending.events - sending.retries
        status.paused = row.pause == nil ? 0 : status.queued + status.retrying
        return status
    }

    private func count(destination: Int64, state: Int) -> Int {
        counts[Group(destination: destination, state: state, deliveryClass: 0, reason: 0)] ?? 0
    }

    private mutating func readCounts(_ database: Database) throws {
        // A few rows a source and destination, whatever the number of events.
        let sql = """
            SELECT destination, state, class, reason, SUM(n) FROM outbox_count
            GROUP BY destination, state, class, reason
            """
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql))
        while let row = try rows.next() {
            counts[Group(destination: row[0], state: row[1], deliveryClass: row[2], reason: row[3])] = row[4]
        }
    }

    private mutating func readSources(_ database: Database) throws {
        let sql = """
            SELECT s.name, c.state, c.n FROM outbox_source AS s
            CROSS JOIN outbox_count AS c ON c.source = s.id AND c.destination = 0
            ORDER BY s.id
            """
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql))
        while let row = try rows.next() {
            let name: String = row[0]
            if sources.last?.name != name { sources.append(SourceStatus(name: name)) }
            let last = sources.count - 1
            switch CounterDeltas.EventCount(rawValue: row[1]) {
            case .accepted: sources[last].events = row[2]
            case .unrouted: sources[last].unrouted = row[2]
            case .waitingForFanOut: sources[last].unfanned = row[2]
            case nil: break
            }
        }
    }

    private mutating func readSending(_ database: Database) throws {
        let sql = """
            SELECT destination, SUM(events), SUM(retries) FROM outbox_attempt INDEXED BY outbox_attempt_open
            WHERE closed_at IS NULL GROUP BY destination
            """
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql))
        while let row = try rows.next() { sending[row[0]] = Sending(events: row[1], retries: row[2]) }
    }

    private mutating func readLastFailures(_ database: Database) throws {
        // The other columns are those of the row with the largest id (SQLite: Bare columns in an aggregate query).
        let sql = """
            SELECT destination, MAX(id), outcome, closed_at, http_status, code, message FROM outbox_attempt
            WHERE id > (SELECT MAX(id) FROM outbox_attempt) - ? AND closed_at IS NOT NULL AND outcome NOT IN (?, ?)
            GROUP BY destination
            """
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: sql),
            arguments: [Self.newestAttempts, AttemptOutcome.unknown.rawValue, AttemptOutcome.notSent.rawValue]
        )
        while let row = try rows.next() {
            let outcome: AttemptOutcome = try StoredValue.value(row[2])
            guard outcome != .delivered, outcome != .deliveredWithWarnings else { continue }
            lastFailures[row[0]] = FailedRequest(
                at: Timestamp(milliseconds: row[3]), httpStatus: row[4], code: row[5], message: row[6]
            )
        }
    }

    private mutating func readOldestDue(_ database: Database, _ destination: Int64, _ now: Timestamp) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT MIN(due_at) FROM outbox_delivery INDEXED BY outbox_delivery_due
                WHERE state = 0 AND destination = ? AND class = ?
                """
        )
        for deliveryClass in DeliveryClass.allCases {
            let dueAt = try Int64.fetchOne(statement, arguments: [destination, deliveryClass.rawValue])
            guard let dueAt else { continue }
            nextDueAt[destination] = min(dueAt, nextDueAt[destination] ?? .max)
            guard dueAt <= now.milliseconds else { continue }
            let seconds = Double(now.milliseconds - dueAt) / 1000
            oldestDueSeconds[destination] = max(seconds, oldestDueSeconds[destination] ?? 0)
        }
    }
}
