import GRDB
package import OutboxCore

extension SQLiteStore {
    /// Echoes that one call forgets at most, beside as many as it adds.
    private static let forgottenAtOnce = 200

    /// Throws `StoreError.busy` where too much waits, so that events go first.
    package func record(_ echoes: [PixelEcho], forgettingBefore oldest: Timestamp) async throws -> Int {
        guard !echoes.isEmpty else { return 0 }
        return try await commit(rows: echoes.count, mayRefuse: true) { database in
            let insert = try PreparedStatement(database, EchoSQL.insert)
            var new = 0
            for echo in echoes {
                insert.bind(echo.pixelCode, at: 1)
                insert.bind(echo.eventID, at: 2)
                insert.bind(echo.tiktokEvent, at: 3)
                insert.bind(echo.seenAt.milliseconds, at: 4)
                new += try insert.run()
            }
            let forget = try PreparedStatement(database, EchoSQL.forget)
            forget.bind(echoes.count + Self.forgottenAtOnce, at: 1)
            forget.bind(oldest.milliseconds, at: 2)
            forget.bind(PixelEcho.keptEchoes, at: 3)
            try forget.run()
            return new
        }
    }

    /// Goes along the deliveries of the span once and along its echoes once; what it looks up, it finds by an index.
    ///
    /// 16 bytes for each pair and one for each echo number of the span are held in memory.
    package func pairs(_ question: PairQuestion) async throws -> [PairCount]? {
        try await read { database -> [PairCount]? in
            let known = try KnownDestination.all(in: database).first { $0.name == question.destination }
            guard let known else { return nil }
            var reader = try PairReader(question, destination: known.id, database)
            return try reader.answer()
        }
    }
}

/// The statements that write echoes.
enum EchoSQL {
    static let insert = """
        INSERT INTO outbox_pixel_echo(pixel_code, event_id, tiktok_event, seen_at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """
    static let forget = """
        DELETE FROM outbox_pixel_echo WHERE id IN (
            SELECT id FROM (SELECT id, seen_at FROM outbox_pixel_echo ORDER BY id LIMIT ?1)
            WHERE seen_at < ?2 OR id <= (SELECT max(id) FROM outbox_pixel_echo) - ?3)
        """
}
