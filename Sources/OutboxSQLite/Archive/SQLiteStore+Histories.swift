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
        case .id(let spellings, let source): Array(try byID(spellings, source, database).sorted().prefix(limit))
        }
    }

    /// What is one order's `event_id` may be another's `id`: who names it means the first alone.
    private static func byID(
        _ spellings: [EventIdentifier.Spelling], _ source: String?, _ database: Database
    ) throws -> Set<Int64> {
        let named = try spellings.flatMap { try byEventID($0, source, database) }
        guard named.isEmpty else { return Set(named) }
        return Set(try spellings.flatMap { try byProducerID($0.text, source, database) })
    }

    /// All events of one event_id share the first half of their key, which the unique index is ordered by.
    private static func byEventID(
        _ spelling: EventIdentifier.Spelling, _ source: String?, _ database: Database
    ) throws -> [Int64] {
        let sql = """
            SELECT id FROM outbox_event INDEXED BY outbox_event_key
            WHERE key >= ?1 AND key <= ?2 AND event_id = ?3
                AND (?4 IS NULL OR source IN (SELECT id FROM outbox_source WHERE name = ?4))
            ORDER BY key LIMIT ?5
            """
        let lowest = spelling.digestPrefix
        let highest = lowest + [UInt8](repeating: 0xFF, count: 16)
        return try Int64.fetchAll(
            database.cachedStatement(sql: sql), arguments: [Data(lowest), Data(highest), spelling.text, source, limit]
        )
    }

    /// An id that is the event_id as well is not in this index; such an event is found by its event_id.
    private static func byProducerID(_ text: String, _ source: String?, _ database: Database) throws -> [Int64] {
        let sql = """
            SELECT e.id FROM outbox_source AS s CROSS JOIN outbox_event AS e INDEXED BY outbox_event_producer
            WHERE e.source = s.id AND e.producer_id = ?1 AND e.producer_id IS NOT e.event_id
                AND (?2 IS NULL OR s.name = ?2)
            """
        return try Int64.fetchAll(database.cachedStatement(sql: sql), arguments: [text, source])
    }
}
