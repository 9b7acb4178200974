import FoundationEssentials
import GRDB
package import OutboxCore

// Configurations that were in force, and the wish to take up another.
extension SQLiteStore {
    /// Notes the configuration that a worker works by.
    package func putInForce(_ configuration: ConfigurationID, by owner: String, at now: Timestamp) async throws {
        try await write { database in
            try database.execute(
                sql: "UPDATE outbox_configuration SET in_force_at = ?, in_force_by = ? WHERE id = ?",
                arguments: [now.milliseconds, owner, configuration.rawValue]
            )
        }
    }

    /// The texts are not read.
    package func configurations(limit: Int) async throws -> [StoredConfiguration] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT id, sha256, first_seen_at, in_force_at, in_force_by FROM outbox_configuration
                    ORDER BY in_force_at DESC NULLS LAST, id DESC LIMIT ?
                    """,
                arguments: [limit]
            )
            return rows.map { row in
                StoredConfiguration(
                    id: ConfigurationID(row[0]), revision: HistoryReader.shortDigest(row[1]) ?? "",
                    firstSeenAt: Timestamp(milliseconds: row[2]), inForceAt: StoredValue.time(row[3]),
                    inForceBy: row[4]
                )
            }
        }
    }

    /// The text as it was registered.
    package func text(of configuration: ConfigurationID) async throws -> String? {
        try await read { database in
            try String.fetchOne(
                database, sql: "SELECT text FROM outbox_configuration WHERE id = ?",
                arguments: [configuration.rawValue]
            )
        }
    }

    /// What is replaced is overwritten in the file (`secure_delete`); the log's copy goes with the next checkpoints.
    package func rewriteTexts(
        configurations: @Sendable @escaping (String) -> String, matches: @Sendable @escaping (String) -> String
    ) async throws -> Int {
        let texts = [
            ("outbox_configuration", "text", configurations), ("outbox_test_session", "condition", matches),
        ]
        var changed = 0
        for (table, column, rewrite) in texts {
            let rows = try await read { database in
                try Row.fetchAll(database, sql: "SELECT id, \(column) FROM \(table)").compactMap { row in
                    let (id, old): (Int64, String) = (row[0], row[1])
                    let new = rewrite(old)
                    return new == old ? nil : (id: id, text: new)
                }
            }
            guard !rows.isEmpty else { continue }
            try await write { database in
                for row in rows {
                    try database.execute(
                        sql: "UPDATE \(table) SET \(column) = ? WHERE id = ?", arguments: [row.text, row.id])
                }
            }
            changed += rows.count
        }
        return changed
    }

    // MARK: Reloading

    /// Asks for a reload, and writes down who did.
    package func requestReload(by: String, at now: Timestamp) async throws -> ReloadID {
        try await write { database in
            try database.execute(
                sql: "INSERT INTO outbox_reload(requested_at, requested_by) VALUES (?, ?)",
                arguments: [now.milliseconds, by]
            )
            let reload = ReloadID(database.lastInsertedRowID)
            let action = OperatorAction(
                at: now, by: by, verb: "reload", subject: "reload \(reload)", why: "", changed: 0
            )
            try action.insert(into: database)
            return reload
        }
    }

    /// The requests with their answers.
    package func reloads(after last: ReloadID?) async throws -> [ReloadRequest] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT id, requested_at, requested_by FROM outbox_reload WHERE id > ? ORDER BY id",
                arguments: [last?.rawValue ?? 0]
            )
            return try rows.map { row in
                ReloadRequest(
                    id: ReloadID(row[0]), requestedAt: Timestamp(milliseconds: row[1]), requestedBy: row[2],
                    answers: try Self.answers(to: row[0], in: database)
                )
            }
        }
    }

    /// Keeps an answer, unless the process has answered already.
    package func answer(_ reload: ReloadID, with answer: ReloadRequest.Answer) async throws {
        try await write { database in
            var configuration: Int64?
            var problem: String?
            switch answer.result {
            case .taken(let id): configuration = id.rawValue
            case .refused(let words): problem = words
            }
            try database.execute(
                sql: """
                    INSERT INTO outbox_reload_answer(reload, owner, answered_at, configuration, problem)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """,
                arguments: [reload.rawValue, answer.owner, answer.at.milliseconds, configuration, problem]
            )
        }
    }

    private static func answers(to reload: Int64, in database: Database) throws -> [ReloadRequest.Answer] {
        let sql = """
            SELECT owner, answered_at, configuration, problem FROM outbox_reload_answer WHERE reload = ?
            ORDER BY answered_at
            """
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [reload]).map { row in
            let taken = (row[2] as Int64?).map { ReloadRequest.Answer.Result.taken(ConfigurationID($0)) }
            return ReloadRequest.Answer(
                owner: row[0], at: Timestamp(milliseconds: row[1]), result: taken ?? .refused(row[3] ?? "")
            )
        }
    }

    // MARK: What operators did

    /// Writes an action down.
    package func record(_ action: OperatorAction) async throws {
        try await write { database in _ = try action.insert(into: database) }
    }

    /// What operators did.
    package func operatorActions(limit: Int) async throws -> [OperatorAction] {
        try await read { try OperatorAction.newest(limit, in: $0) }
    }
}
