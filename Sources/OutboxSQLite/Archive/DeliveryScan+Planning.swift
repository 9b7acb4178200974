import GRDB
import OutboxCore

extension DeliveryScan {
    /// How many deliveries of one destination are in which state for which reason.
    struct Counts {
        private struct Row: Hashable {
            var state: Int
            var reason: Int
        }

        private var counts: [Row: Int] = [:]

        /// Reads the counters of one destination.
        init(_ database: Database, destination: Int64) throws {
            let sql = """
                SELECT state, reason, SUM(n) FROM outbox_count WHERE destination = ? GROUP BY state, reason
                """
            let rows = try GRDB.Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [destination])
            while let row = try rows.next() { counts[Row(state: row[0], reason: row[1])] = row[2] }
        }

        var total: Int { counts.values.reduce(0, +) }

        func of(_ condition: DeliveryCondition) -> Int {
            counts.reduce(0) { sum, entry in
                guard entry.key.state == condition.state.rawValue else { return sum }
                let isMeant = condition.reasons?.contains { $0.rawValue == entry.key.reason } ?? true
                return isMeant ? sum + entry.value : sum
            }
        }
    }

    /// The walks that together find every delivery of a destination that one of the conditions holds for, each once.
    static func plan(
        _ database: Database, destination: Int64, _ conditions: [DeliveryCondition]
    ) throws -> [DeliveryScan] {
        let counts = try Counts(database, destination: destination)
        let meansAll =
            conditions.count == DeliveryState.allCases.count && conditions.allSatisfy { $0.reasons == nil }
        guard !meansAll else {
            return [
                DeliveryScan(destination: destination, path: .primaryKey, conditions: conditions, count: counts.total)
            ]
        }
        var scans: [DeliveryScan] = []
        var walked: [DeliveryCondition] = []
        for condition in conditions where counts.of(condition) > 0 {
            switch condition.state {
            case .failed:
                scans += failed(destination, condition, counts)
            // Walking all deliveries finds one of the many queued sooner than the index finds the newest of them.
            case .queued where counts.of(condition) * 2 < counts.total:
                scans.append(
                    DeliveryScan(
                        destination: destination, path: .due, conditions: [condition], count: counts.of(condition)
                    )
                )
            case .queued, .delivered, .skipped, .cancelled:
                walked.append(condition)
            }
        }
        guard !walked.isEmpty else { return scans }
        let count = walked.reduce(0) { $0 + counts.of($1) }
        return scans + [
            DeliveryScan(destination: destination, path: .primaryKey, conditions: walked, count: count)
        ]
    }

    private static func failed(
        _ destination: Int64, _ condition: DeliveryCondition, _ counts: Counts
    ) -> [DeliveryScan] {
        let reasons = condition.reasons ?? DeliveryReason.allCases.filter { $0.state == .failed }
        return reasons.compactMap { reason in
            let one = DeliveryCondition(state: .failed, reasons: [reason])
            let count = counts.of(one)
            guard count > 0 else { return nil }
            return DeliveryScan(destination: destination, path: .failed(reason), conditions: [one], count: count)
        }
    }
}

extension DeliveryScan.EventFilter {
    /// How far a clock may have been set back while events came in, for a search by time to still find them all.
    private static let clockMargin: Duration = .seconds(72 * 3600)

    /// The filter of a selection, with the lowest number that can be meant by its time.
    ///
    /// Numbers grow with time as far as the clock does. The search doubles its step backwards from the newest event
    /// until it meets one that is older than asked for by a margin.
    init(_ selection: DeliverySelection, _ database: Database) throws {
        self.init(eventName: selection.eventName, since: selection.since)
        guard let since else { return }
        let bound = since - Self.clockMargin
        let statement = try database.cachedStatement(
            sql: "SELECT id, received_at FROM outbox_event WHERE id <= ? ORDER BY id DESC LIMIT 1"
        )
        var probe = Int64.max
        var step: Int64 = 1000
        while probe > 0, let row = try Row.fetchOne(statement, arguments: [probe]) {
            let number: Int64 = row[0]
            guard row[1] >= bound.milliseconds else {
                lowest = number + 1
                return
            }
            probe = number - step
            step *= 2
        }
    }
}
