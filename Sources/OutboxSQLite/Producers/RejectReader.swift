import GRDB
import OutboxCore

/// Reads rejects and their counters; a source by name, or all.
enum RejectReader {
    static func sources(_ source: String?, _ database: Database) throws -> [RejectReport.Source] {
        let sql = """
            SELECT name, rejected - differing, differing, rejected_at FROM outbox_source
            WHERE rejected > 0 AND (?1 IS NULL OR name = ?1) ORDER BY id
            """
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [source]).map { row in
            RejectReport.Source(
                name: row[0], count: row[1], differing: row[2], lastRejectedAt: StoredValue.time(row[3]))
        }
    }

    static func problems(_ source: String?, _ database: Database) throws -> [RejectReport.Problem] {
        let sql = """
            SELECT s.name, p.path, p.problem, p.n, p.first_seen_at, p.last_seen_at
            FROM outbox_source s CROSS JOIN outbox_reject_problem p ON p.source = s.id
            WHERE ?1 IS NULL OR s.name = ?1 ORDER BY p.n DESC, s.id, p.path, p.problem
            """
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [source]).map { row in
            RejectReport.Problem(
                source: row[0], kind: ProblemKind(path: row[1], problem: row[2]),
                count: RejectedEvents.Count(
                    count: row[3], firstSeenAt: Timestamp(milliseconds: row[4]),
                    lastSeenAt: Timestamp(milliseconds: row[5])
                )
            )
        }
    }

    static func newest(
        _ source: String?, problem: String?, limit: Int, _ database: Database
    ) throws -> [RejectReport.Event] {
        let sql = """
            SELECT s.name, r.number, r.rejected_at, r.bytes, r.problems, r.excerpt
            FROM outbox_source s CROSS JOIN outbox_reject r ON r.source = s.id
            WHERE ?1 IS NULL OR s.name = ?1 ORDER BY r.rejected_at DESC, s.id, r.number DESC
            """
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [source])
        var found: [RejectReport.Event] = []
        while found.count < limit, let row = try rows.next() {
            let problems = StoredProblems.read(row[4])
            if let problem, !problems.contains(where: { ProblemKind($0).matches(problem) }) { continue }
            let event = RejectedEvent(
                rejectedAt: Timestamp(milliseconds: row[2]), problems: problems, bytes: row[3], excerpt: row[5]
            )
            found.append(RejectReport.Event(source: row[0], number: row[1], event: event))
        }
        return found
    }
}
