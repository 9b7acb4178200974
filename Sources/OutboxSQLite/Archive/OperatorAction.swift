import GRDB
import OutboxCore

/// What an operator did, as `outbox_operator_action` keeps it.
struct OperatorAction: Sendable {
    var at: Timestamp
    var by: String
    var verb: String
    /// What it was done to, in the words of the command line.
    var subject: String
    var why: String
    var changed: Int

    /// Writes it down and gives its number.
    func insert(into database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO outbox_operator_action(at, by, verb, subject, why, changed) VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [at.milliseconds, by, verb, subject, why, changed])
        return database.lastInsertedRowID
    }

    /// Adds what a further step of the same action changed.
    static func add(_ changed: Int, to action: Int64, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "UPDATE outbox_operator_action SET changed = changed + ? WHERE id = ?"
        )
        try statement.execute(arguments: [changed, action])
    }
}
