import FoundationEssentials
import GRDB
package import OutboxCore

// Withdrawn consent: written by operators, judged by claims and openings.
extension SQLiteStore {
    /// Users that one transaction writes; a row lies at a random place of the index.
    private static let usersOfAStep = 500

    /// Notes withdrawals, 500 a transaction.
    ///
    /// Each transaction tells the owners of all lanes to look again at what they hold: what was claimed before is
    /// refused when it is opened. When it is interrupted, the steps done stay done; done again, it goes on.
    package func withdrawConsent(
        of users: [UserDigest], by: String, why: String, at now: Timestamp
    ) async throws -> Int {
        try await changeConsent(of: users, "consent withdraw", by: by, why: why, at: now) { user, database in
            let statement = try PreparedStatement(
                database,
                """
                INSERT INTO outbox_consent_withdrawal(digest, withdrawn_at, withdrawn_by) VALUES (?, ?, ?)
                ON CONFLICT DO NOTHING
                """
            )
            statement.bind(user.bytes, at: 1)
            statement.bind(now.milliseconds, at: 2)
            statement.bind(by, at: 3)
            return try statement.run()
        }
    }

    /// Takes withdrawals back, 500 a transaction.
    package func restoreConsent(
        of users: [UserDigest], by: String, why: String, at now: Timestamp
    ) async throws -> Int {
        try await changeConsent(of: users, "consent restore", by: by, why: why, at: now) { user, database in
            let statement = try PreparedStatement(database, "DELETE FROM outbox_consent_withdrawal WHERE digest = ?")
            statement.bind(user.bytes, at: 1)
            return try statement.run()
        }
    }

    /// The withdrawals of these users are found by an index; all of them are counted along one.
    package func withdrawals(of users: [UserDigest]?, limit: Int) async throws -> ConsentWithdrawals {
        try await read { database in
            if let users { return try Self.withdrawals(of: users, limit: limit, in: database) }
            let total = try Int.fetchOne(database, sql: "SELECT count(*) FROM outbox_consent_withdrawal") ?? 0
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT id, digest, withdrawn_at, withdrawn_by FROM outbox_consent_withdrawal
                    ORDER BY id DESC LIMIT ?
                    """,
                arguments: [limit]
            )
            return ConsentWithdrawals(total: total, newest: try rows.map(Self.withdrawal))
        }
    }

    private static func withdrawals(
        of users: [UserDigest], limit: Int, in database: Database
    ) throws -> ConsentWithdrawals {
        let statement = try database.cachedStatement(
            sql: "SELECT id, digest, withdrawn_at, withdrawn_by FROM outbox_consent_withdrawal WHERE digest = ?"
        )
        let rows = try Set(users).compactMap { try Row.fetchOne(statement, arguments: [Data($0.bytes)]) }
        let newest = rows.sorted { ($0["id"] as Int64) > $1["id"] }.prefix(limit)
        return ConsentWithdrawals(total: rows.count, newest: try newest.map(withdrawal))
    }

    private static func withdrawal(_ row: Row) throws -> ConsentWithdrawal {
        let bytes: Data = row["digest"]
        guard let user = UserDigest(bytes: bytes) else {
            throw StoredValue.Unknown(description: "a digest of a user who withdrew is damaged")
        }
        return ConsentWithdrawal(
            user: user, withdrawnAt: Timestamp(milliseconds: row["withdrawn_at"]), withdrawnBy: row["withdrawn_by"]
        )
    }

    private func changeConsent(
        of users: [UserDigest], _ verb: String, by: String, why: String, at now: Timestamp,
        _ change: @escaping @Sendable (UserDigest, Database) throws -> Int
    ) async throws -> Int {
        let shown = users.prefix(3).map(\.shortText).joined(separator: " ")
        let subject = users.count > 3 ? "\(shown) and \(users.count - 3) more" : shown
        let action = OperatorAction(at: now, by: by, verb: verb, subject: subject, why: why, changed: 0)
        var number: Int64?
        var changed = 0
        for start in stride(from: 0, to: users.count, by: Self.usersOfAStep) {
            let portion = Array(users[start..<min(start + Self.usersOfAStep, users.count)])
            let known = number
            let step = try await write(rows: portion.count) { database in
                let changed = try portion.reduce(0) { try $0 + change($1, database) }
                guard changed > 0 else { return (changed: 0, number: known) }
                try database.execute(sql: "UPDATE outbox_destination SET revision = revision + 1")
                let number = try known ?? action.insert(into: database)
                try OperatorAction.add(changed, to: number, in: database)
                return (changed, number)
            }
            changed += step.changed
            number = step.number
        }
        return changed
    }
}
