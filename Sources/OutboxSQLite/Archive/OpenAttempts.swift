import FoundationEssentials
import GRDB
import OutboxCore

/// The attempts that are open at one destination, and so the deliveries that are being sent.
struct OpenAttempts {
    /// One that is open.
    struct Attempt {
        var id: Int64
        var openedAt: Timestamp
        var configuration: Int64?
        var members: [EventNumber]
    }

    private(set) var attempts: [Attempt] = []
    private(set) var members: Set<EventNumber> = []

    /// Reads what is open; as many rows as the lane's concurrency at most.
    init(at destination: Int64, in database: Database) throws {
        let sql = """
            SELECT id, opened_at, configuration, members FROM outbox_attempt INDEXED BY outbox_attempt_open
            WHERE destination = ? AND closed_at IS NULL ORDER BY id
            """
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [destination])
        while let row = try rows.next() {
            let id: Int64 = row["id"]
            let stored: Data = row["members"]
            guard let decoded = MemberList.decode(stored) else {
                throw StoredValue.Unknown(description: "the members of attempt \(id) are damaged")
            }
            attempts.append(
                Attempt(
                    id: id, openedAt: Timestamp(milliseconds: row["opened_at"]), configuration: row["configuration"],
                    members: decoded
                )
            )
            members.formUnion(decoded)
        }
    }
}
