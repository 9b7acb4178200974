import GRDB
import OutboxCore

/// Walks what waits at one destination in one class, in the order in which it became due, over the index alone.
struct DueScan {
    /// The statement; its plan is checked by a test.
    static let sql = """
        SELECT due_at, event FROM outbox_delivery INDEXED BY outbox_delivery_due
        WHERE destination = ? AND class = ? AND state = 0 AND (due_at, event) > (?, ?)
        ORDER BY due_at, event
        """

    /// What a walk found.
    struct Found {
        /// What is due and not held.
        var due: [HeldClaims.Cursor] = []
        /// When the next one that is not held becomes due, in the past where more is due.
        var nextDueAt: Timestamp?
    }

    private let statement: PreparedStatement
    private let destination: DestinationID
    private let now: Timestamp

    /// Prepares the statement.
    init(_ database: Database, destination: DestinationID, now: Timestamp) throws {
        statement = try PreparedStatement(database, Self.sql)
        self.destination = destination
        self.now = now
    }

    /// Walks on behind the class's cursor, and from the start where that comes up short or finds nothing more that is
    /// due: something may have been put before the cursor that nobody told.
    func find(_ deliveryClass: DeliveryClass, limit: Int, passing held: HeldClaims) throws -> Found {
        let cursor = held.cursor(of: deliveryClass)
        let found = try walk(deliveryClass, from: cursor, limit: limit, passing: held)
        let isMoreDue = found.nextDueAt.map { $0 <= now } ?? false
        guard found.due.count < limit || !isMoreDue, cursor > .start else { return found }
        return try walk(deliveryClass, from: .start, limit: limit, passing: held)
    }

    private func walk(
        _ deliveryClass: DeliveryClass, from cursor: HeldClaims.Cursor, limit: Int, passing held: HeldClaims
    ) throws -> Found {
        statement.bind(destination.rawValue, at: 1)
        statement.bind(deliveryClass.rawValue, at: 2)
        statement.bind(cursor.dueAt.milliseconds, at: 3)
        statement.bind(cursor.event.rawValue, at: 4)
        defer { statement.reset() }
        var found = Found()
        while try statement.step() {
            let next = HeldClaims.Cursor(
                dueAt: Timestamp(milliseconds: statement.integer(0)), event: EventNumber(statement.integer(1))
            )
            if held.contains(next.event) { continue }
            guard next.dueAt <= now, found.due.count < limit else {
                found.nextDueAt = next.dueAt
                break
            }
            found.due.append(next)
        }
        return found
    }
}
