import GRDB
package import OutboxCore

extension SQLiteStore {
    /// Read from counters: it costs what there are names, however many events there are.
    package func unmappedNames(destination: String?, limit: Int) async throws -> [UnmappedName] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT s.name, d.name, u.event_name, u.n, u.first_seen_at, u.last_seen_at
                    FROM outbox_unmapped_name u
                    JOIN outbox_destination d ON d.id = u.destination
                    JOIN outbox_source s ON s.id = u.source
                    WHERE u.n > 0 AND (?1 IS NULL OR d.name = ?1)
                    ORDER BY u.n DESC, u.event_name, u.destination, u.source LIMIT ?2
                    """,
                arguments: [destination, limit]
            )
            return rows.map { row in
                UnmappedName(
                    source: row[0], destination: row[1], eventName: row[2], count: row[3],
                    firstSeenAt: Timestamp(milliseconds: row[4]), lastSeenAt: Timestamp(milliseconds: row[5])
                )
            }
        }
    }
}
