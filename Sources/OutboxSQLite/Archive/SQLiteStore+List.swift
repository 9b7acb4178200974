import GRDB
package import OutboxCore

extension SQLiteStore {
    /// Deliveries that the selection means, newest event first.
    ///
    /// What it costs: for `events`, for failed ones, and for queued ones that are the smaller part of a destination,
    /// what it finds and little more. For any other it walks back from the newest event until `limit` rows are found,
    /// or as many as the counters say there are, or the time of `since` is reached (72 hours are added for clocks that
    /// were set back). So the longest walk is one for an `eventName` that is rare. Rows are never all in memory: at
    /// most `limit` a destination.
    package func list(_ selection: DeliverySelection, limit: Int) async throws -> [DeliverySummary] {
        guard limit > 0 else { return [] }
        return try await read { database in
            let search = try DeliverySearch(selection, database)
            if let events = selection.events { return try search.named(events, limit: limit) }
            return try search.meansEvents ? search.newestEvents(limit: limit) : search.newestDeliveries(limit: limit)
        }
    }
}
