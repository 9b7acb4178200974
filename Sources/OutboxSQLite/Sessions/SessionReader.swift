import GRDB
import OutboxCore

/// Reads test sessions in the transaction at hand.
enum SessionReader {
    /// So many sessions of one destination are told to its owner: those that run, then those that end last.
    static let limit = 200
    /// The statement that every claim runs; its plan is checked by a test. What it sorts is a handful of rows.
    static let ofDestination = """
        SELECT s.id, (SELECT name FROM outbox_destination WHERE id = s.destination), s.condition, s.code,
            s.started_at, s.ends_at, s.stopped_at, s.started_by
        FROM outbox_test_session s INDEXED BY outbox_test_session_destination
        WHERE s.destination = ? AND s.ends_at > ? ORDER BY s.stopped_at IS NOT NULL, s.ends_at DESC LIMIT ?
        """
    private static let columns = """
        SELECT s.id, d.name, s.condition, s.code, s.started_at, s.ends_at, s.stopped_at, s.started_by
        FROM outbox_test_session s JOIN outbox_destination d ON d.id = s.destination
        """

    /// The sessions that a worker needs to know at a time: those that run, and those that ended up to
    /// `TestSession.memory` ago.
    static func sessions(at destination: DestinationID, now: Timestamp, in database: Database) throws -> [TestSession] {
        let rows = try Row.fetchAll(
            database.cachedStatement(sql: ofDestination),
            arguments: [destination.rawValue, (now - TestSession.memory).milliseconds, limit]
        )
        return rows.map(session)
    }

    /// The sessions of all destinations that end at a time or later, newest first.
    static func sessions(endingSince: Timestamp, in database: Database) throws -> [TestSession] {
        let rows = try Row.fetchAll(
            database,
            sql: columns + " WHERE min(s.ends_at, coalesce(s.stopped_at, s.ends_at)) >= ? ORDER BY s.id DESC",
            arguments: [endingSince.milliseconds]
        )
        return rows.map(session)
    }

    /// One session.
    static func session(_ id: TestSessionID, in database: Database) throws -> TestSession? {
        try Row.fetchOne(database, sql: columns + " WHERE s.id = ?", arguments: [id.rawValue]).map(session)
    }

    private static func session(_ row: Row) -> TestSession {
        TestSession(
            id: TestSessionID(row[0]), destination: row[1], match: row[2], code: row[3],
            startedAt: Timestamp(milliseconds: row[4]), endsAt: Timestamp(milliseconds: row[5]),
            stoppedAt: StoredValue.time(row[6]), startedBy: row[7]
        )
    }
}
