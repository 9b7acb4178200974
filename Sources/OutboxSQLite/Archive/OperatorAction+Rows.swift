import GRDB
import OutboxCore
import OutboxIdentity

// Rows of `outbox_operator_action`.
extension OperatorAction {
    /// Writes it down and gives its number; an address or a number that somebody wrote into it as its digest.
    @discardableResult
    func insert(into database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO outbox_operator_action(at, by, verb, subject, why, changed) VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(
            arguments: [at.milliseconds, by, verb, subject.withoutPersonalData, why.withoutPersonalData, changed])
        return database.lastInsertedRowID
    }

    /// Adds what a further step of the same action changed.
    static func add(_ changed: Int, to action: Int64, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "UPDATE outbox_operator_action SET changed = changed + ? WHERE id = ?"
        )
        try statement.execute(arguments: [changed, action])
    }

    /// The newest ones, newest first.
    static func newest(_ limit: Int, in database: Database) throws -> [OperatorAction] {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT at, by, verb, subject, why, changed FROM outbox_operator_action ORDER BY id DESC LIMIT ?
                    """
            ),
            arguments: [limit]
        )
        return rows.map { row in
            OperatorAction(
                at: Timestamp(milliseconds: row[0]), by: row[1], verb: row[2], subject: row[3], why: row[4],
                changed: row[5]
            )
        }
    }
}

extension String {
    /// The text with digests in place of the e-mail addresses and phone numbers in it.
    var withoutPersonalData: String { PersonalDataScanner().scrub(self)?.text ?? self }
}
