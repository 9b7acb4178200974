import GRDB
import OutboxCore

/// The differences that one transaction makes to `outbox_unmapped_name`, summed up and written once.
struct UnmappedDeltas {
    private struct Key: Hashable {
        var destination: Int64
        var source: Int64
        var eventName: String
    }

    private struct Difference {
        var count: Int
        var first: Int64
        var last: Int64
    }

    private var differences: [Key: Difference] = [:]

    /// Counts deliveries that are skipped as unmapped from now on, or no more.
    mutating func add(
        _ count: Int, source: SourceID, destination: DestinationID, eventName: String, receivedAt: Timestamp
    ) {
        let key = Key(destination: destination.rawValue, source: source.rawValue, eventName: eventName)
        let time = receivedAt.milliseconds
        let before = differences[key] ?? Difference(count: 0, first: time, last: time)
        differences[key] = Difference(
            count: before.count + count, first: min(before.first, time), last: max(before.last, time)
        )
    }

    /// Counts an event by its number, which tells the rest.
    mutating func add(
        _ count: Int, _ event: EventNumber, source: SourceID, destination: DestinationID, in database: Database
    ) throws {
        let statement = try PreparedStatement(database, "SELECT event_name, received_at FROM outbox_event WHERE id = ?")
        statement.bind(event.rawValue, at: 1)
        defer { statement.reset() }
        guard try statement.step() else { return }
        add(
            count, source: source, destination: destination, eventName: statement.text(0) ?? "",
            receivedAt: Timestamp(milliseconds: statement.integer(1))
        )
    }

    /// Adds the differences to the table, in the transaction at hand.
    func write(to database: Database) throws {
        guard !differences.isEmpty else { return }
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO outbox_unmapped_name(destination, source, event_name, n, first_seen_at, last_seen_at)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET
                    n = n + excluded.n, first_seen_at = min(first_seen_at, excluded.first_seen_at),
                    last_seen_at = max(last_seen_at, excluded.last_seen_at)
                """
        )
        for (key, difference) in differences {
            try statement.execute(
                arguments: [
                    key.destination, key.source, key.eventName, difference.count, difference.first, difference.last,
                ]
            )
        }
    }
}
