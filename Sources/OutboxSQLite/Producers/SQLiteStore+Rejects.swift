package import OutboxCore

extension SQLiteStore {
    /// One transaction of at most 1,000 rows and 200 counts a source, whatever the number of rejects.
    package func record(_ rejects: [RejectedEvents]) async throws {
        guard !rejects.isEmpty else { return }
        let rows = rejects.reduce(0) { $0 + $1.newest.count + $1.problems.count }
        try await commit(rows: rows) { database in
            for source in rejects { try RejectWriter.write(source, to: database) }
        }
    }

    /// The counts are read from counters; the events are the last 1,000 of each source.
    package func rejects(source: String?, problem: String?, limit: Int) async throws -> RejectReport {
        try await read { database in
            RejectReport(
                sources: try RejectReader.sources(source, database),
                problems: try RejectReader.problems(source, database).filter { found in
                    problem.map { found.kind.matches($0) } ?? true
                },
                newest: try RejectReader.newest(source, problem: problem, limit: limit, database)
            )
        }
    }
}
