import GRDB
import OutboxCore

/// Counts rejects and keeps the newest, each in the place of the one 1,000 before it.
enum RejectWriter {
    static func write(_ rejects: RejectedEvents, to database: Database) throws {
        let newest = rejects.newest
        let count = try PreparedStatement(database, SQL.count)
        count.bind(rejects.count, at: 1)
        count.bind(newest.last?.rejectedAt.milliseconds, at: 2)
        count.bind(rejects.differing, at: 3)
        count.bind(rejects.source.rawValue, at: 4)
        defer { count.reset() }
        guard try count.step() else { return }
        let first = Int(count.integer(0)) - newest.count + 1
        try keep(newest, numberedFrom: first, of: rejects.source, in: database)
        for (kind, found) in rejects.problems.sorted(by: { $0.key < $1.key }) {
            try add(found, to: kind, of: rejects.source, in: database)
        }
    }

    private static func keep(
        _ events: [RejectedEvent], numberedFrom first: Int, of source: SourceID, in database: Database
    ) throws {
        let keep = try PreparedStatement(database, SQL.keep)
        for (index, event) in events.enumerated() {
            let number = first + index
            keep.bind(source.rawValue, at: 1)
            keep.bind(number % RejectedEvents.keptEvents, at: 2)
            keep.bind(number, at: 3)
            keep.bind(event.rejectedAt.milliseconds, at: 4)
            keep.bind(event.bytes, at: 5)
            keep.bind(StoredProblems.write(event.problems), at: 6)
            keep.bind(event.excerpt, at: 7)
            try keep.run()
        }
    }

    private static func add(
        _ found: RejectedEvents.Count, to kind: ProblemKind, of source: SourceID, in database: Database
    ) throws {
        func bind(_ statement: PreparedStatement, _ kind: ProblemKind) {
            statement.bind(source.rawValue, at: 1)
            statement.bind(kind.path, at: 2)
            statement.bind(kind.problem, at: 3)
            statement.bind(found.count, at: 4)
            statement.bind(found.firstSeenAt.milliseconds, at: 5)
            statement.bind(found.lastSeenAt.milliseconds, at: 6)
        }
        let update = try PreparedStatement(database, SQL.addToProblem)
        bind(update, kind)
        guard try update.run() == 0 else { return }
        let insert = try PreparedStatement(database, SQL.insertProblem)
        let isFull = try count(of: source, in: database) >= ProblemKind.limit
        bind(insert, isFull ? .other : kind)
        try insert.run()
    }

    private static func count(of source: SourceID, in database: Database) throws -> Int {
        let statement = try PreparedStatement(
            database, "SELECT count(*) FROM outbox_reject_problem WHERE source = ?"
        )
        statement.bind(source.rawValue, at: 1)
        defer { statement.reset() }
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    enum SQL {
        static let count = """
            UPDATE outbox_source
            SET rejected = rejected + ?, rejected_at = coalesce(?, rejected_at), differing = differing + ? WHERE id = ?
            RETURNING rejected
            """
        static let keep = """
            INSERT INTO outbox_reject(source, slot, number, rejected_at, bytes, problems, excerpt)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
                number = excluded.number, rejected_at = excluded.rejected_at, bytes = excluded.bytes,
                problems = excluded.problems, excerpt = excluded.excerpt
            """
        static let addToProblem = """
            UPDATE outbox_reject_problem
            SET n = n + ?4, first_seen_at = min(first_seen_at, ?5), last_seen_at = max(last_seen_at, ?6)
            WHERE source = ?1 AND path = ?2 AND problem = ?3
            """
        static let insertProblem = """
            INSERT INTO outbox_reject_problem(source, path, problem, n, first_seen_at, last_seen_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
                n = n + excluded.n, first_seen_at = min(first_seen_at, excluded.first_seen_at),
                last_seen_at = max(last_seen_at, excluded.last_seen_at)
            """
    }
}
