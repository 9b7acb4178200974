import GRDB
import OutboxCore

/// What `outbox_destination` says of one destination.
struct KnownDestination {
    var id: Int64
    var name: String
    var pause: Pause?
    /// The last owner; nil when it gave the lane back.
    var workingOwner: String?

    /// All destinations that the database knows, in the order in which they became known.
    static func all(in database: Database) throws -> [KnownDestination] {
        let sql = """
            SELECT id, name, owner, clean, pause_cause, pause_by, pause_why, pause_at
            FROM outbox_destination ORDER BY id
            """
        return try Row.fetchAll(database.cachedStatement(sql: sql)).map { try KnownDestination($0) }
    }

    private init(_ row: Row) throws {
        id = row["id"]
        name = row["name"]
        let isClean: Bool = row["clean"]
        workingOwner = isClean ? nil : row["owner"]
        if let cause: Pause.Cause = try StoredValue.optional(row["pause_cause"]) {
            pause = Pause(
                cause: cause, by: row["pause_by"] ?? "", why: row["pause_why"] ?? "",
                at: StoredValue.time(row["pause_at"]) ?? Timestamp(milliseconds: 0)
            )
        }
    }
}
