import GRDB
import OutboxCore

/// The rows of sources: named producers.
enum SourceRow {
    /// The number of a source by its name, within a transaction; it becomes known where it is not.
    ///
    /// A source that a worker's configuration made known keeps its dialect.
    static func number(ofNamed name: String, in database: Database) throws -> SourceID {
        if let known = try find(name, in: database) { return known }
        let insert = try PreparedStatement(database, "INSERT INTO outbox_source(name, dialect) VALUES (?, 'native')")
        insert.bind(name, at: 1)
        try insert.run()
        return SourceID(database.lastInsertedRowID)
    }

    private static func find(_ name: String, in database: Database) throws -> SourceID? {
        let statement = try PreparedStatement(database, "SELECT id FROM outbox_source WHERE name = ?")
        statement.bind(name, at: 1)
        defer { statement.reset() }
        return try statement.step() ? SourceID(statement.integer(0)) : nil
    }
}
