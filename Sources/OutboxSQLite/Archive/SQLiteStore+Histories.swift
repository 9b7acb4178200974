import FoundationEssentials
import GRDB
package import OutboxCore

extension SQLiteStore {
    /// Everything about the events that the identifier names, oldest first, at most 1,000 of them.
    ///
    /// Bodies of a request and its answer come with the newest attempt of a delivery that is closed. An event found by
    /// text costs two index searches.
    package func histories(of identifier: EventIdentifier) async throws -> [EventHistory] {
        try await read { database in
            let numbers = try EventSearch.numbers(of: identifier, database)
            guard !numbers.isEmpty else { return [] }
            var reader = try HistoryReader(database)
            return try numbers.compactMap { try reader.history(of: $0) }
        }
    }
}

/// Finds the numbers of the events that people name.
enum EventSearch {
    private static let limit = 1000

    /// The numbers in ascending order; those of a text are all there are, whether or not the event is still kept.
    static func numbers(of identifier: EventIdentifier, _ database: Database) throws -> [Int64] {
        switch identifier {
        case .number(let number): [number.rawValue]
        case .text(let text, let digestPrefix):
            Array(
                Set(try byEventID(text, digestPrefix, database)).union(try byProducerID(text, database)).sorted()
                    .prefix(limit)
            )
        }
    }

    /// All events of one event_id share the first half of their key, which the unique index is ordered by.
    private static func byEventID(_ text: String, _ prefix: [UInt8], _ database: Database) throws -> [Int64] {
        let sql = """
            SELECT id FROM outbox_event INDEXED BY outbox_event_key
            WHERE key >= ? AND key <= ? AND event_id = ? ORDER BY key LIMIT ?
            """
        let highest = prefix + [UInt8](repeating: 0xFF, count: 16)
        return try Int64.fetchAll(
            database.cachedStatement(sql: sql), arguments: [Data(prefix), Data(highest), text, limit]
        )
    }

    /// An id that is the event_id as well is not in this index; such an event is found by its event_id.
    private static func byProducerID(_ text: String, _ database: Database) throws -> [Int64] {
        let sql = """
            SELECT e.id FROM outbox_source AS s CROSS JOIN outbox_event AS e INDEXED BY outbox_event_producer
            WHERE e.source = s.id AND e.producer_id = ? AND e.producer_id IS NOT e.event_id
            """
        return try Int64.fetchAll(database.cachedStatement(sql: sql), arguments: [text])
    }
}
