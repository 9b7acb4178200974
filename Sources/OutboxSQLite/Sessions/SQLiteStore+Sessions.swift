import GRDB
package import OutboxCore

// Test sessions: started and stopped by operators, told to the owners of lanes with every claim.
extension SQLiteStore {
    /// Starts a session, and writes down who did.
    package func startSession(
        destination: String, match: String, code: String, lasting: Duration, by: String, at now: Timestamp
    ) async throws -> TestSession? {
        try await write { database in
            let sql = "SELECT id FROM outbox_destination WHERE name = ?"
            guard let id = try Int64.fetchOne(database, sql: sql, arguments: [destination]) else { return nil }
            let endsAt = now + lasting
            try database.execute(
                sql: """
                    INSERT INTO outbox_test_session(destination, condition, code, started_at, ends_at, started_by)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [id, match, code, now.milliseconds, endsAt.milliseconds, by]
            )
            let session = TestSession(
                id: TestSessionID(database.lastInsertedRowID), destination: destination, match: match, code: code,
                startedAt: now, endsAt: endsAt, startedBy: by
            )
            try Self.action("session start", session, by: by, at: now).insert(into: database)
            return session
        }
    }

    /// Stops a session; one that is over stays as it is.
    package func stopSession(
        _ session: TestSessionID, by: String, at now: Timestamp
    ) async throws -> TestSession? {
        try await write { database in
            guard var found = try SessionReader.session(session, in: database) else { return nil }
            guard found.stoppedAt == nil, now < found.endsAt else { return found }
            found.stoppedAt = now
            try database.execute(
                sql: "UPDATE outbox_test_session SET stopped_at = ? WHERE id = ?",
                arguments: [now.milliseconds, session.rawValue]
            )
            try Self.action("session stop", found, by: by, at: now).insert(into: database)
            return found
        }
    }

    /// The sessions of all destinations.
    package func sessions(endingSince: Timestamp) async throws -> [TestSession] {
        try await read { try SessionReader.sessions(endingSince: endingSince, in: $0) }
    }

    private static func action(_ verb: String, _ session: TestSession, by: String, at now: Timestamp) -> OperatorAction
    {
        // Not the condition: it can name a person in clear.
        OperatorAction(
            at: now, by: by, verb: verb, subject: "session \(session.id) at \(session.destination)", why: "",
            changed: 1
        )
    }
}
