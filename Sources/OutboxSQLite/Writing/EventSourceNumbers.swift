import GRDB

/// The numbers that stand for pixel codes, app ids and event set ids in the rows of deliveries, within a transaction.
struct EventSourceNumbers {
    private let database: Database
    /// Those of one transaction mostly name one.
    private var known: [String: Int64] = [:]

    init(_ database: Database) {
        self.database = database
    }

    /// The number of one; made where it is new.
    mutating func number(of eventSourceID: String) throws -> Int64 {
        if let number = known[eventSourceID] { return number }
        let find = try database.cachedStatement(sql: "SELECT id FROM outbox_event_source WHERE event_source_id = ?")
        if let number = try Int64.fetchOne(find, arguments: [eventSourceID]) {
            known[eventSourceID] = number
            return number
        }
        try database.execute(
            sql: "INSERT INTO outbox_event_source(event_source_id) VALUES (?)", arguments: [eventSourceID]
        )
        let number = database.lastInsertedRowID
        known[eventSourceID] = number
        return number
    }
}
