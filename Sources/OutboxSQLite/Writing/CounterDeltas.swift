import GRDB
import OutboxCore

/// The differences that one transaction makes to `outbox_count`, summed up and written once.
struct CounterDeltas {
    /// One row of `outbox_count`.
    struct Key: Hashable {
        var source: Int64
        var destination: Int64
        var state: Int
        var deliveryClass: Int
        var reason: Int
    }

    /// What a row with destination 0 counts.
    enum EventCount: Int {
        case accepted = 0
        case unrouted = 1
        case waitingForFanOut = 2
    }

    private(set) var differences: [Key: Int] = [:]

    /// Counts deliveries that wait.
    mutating func addQueued(_ count: Int, source: SourceID, destination: DestinationID, _ deliveryClass: DeliveryClass)
    {
        add(
            count,
            Key(
                source: source.rawValue, destination: destination.rawValue, state: DeliveryState.queued.rawValue,
                deliveryClass: deliveryClass.rawValue, reason: 0
            )
        )
    }

    /// Counts deliveries that ended.
    mutating func addEnded(
        _ count: Int, source: SourceID, destination: DestinationID, _ state: DeliveryState, reason: DeliveryReason?
    ) {
        add(
            count,
            Key(
                source: source.rawValue, destination: destination.rawValue, state: state.rawValue, deliveryClass: 0,
                reason: reason?.rawValue ?? 0
            )
        )
    }

    /// Counts events.
    mutating func addEvents(_ count: Int, source: SourceID, _ what: EventCount) {
        add(count, Key(source: source.rawValue, destination: 0, state: what.rawValue, deliveryClass: 0, reason: 0))
    }

    private mutating func add(_ count: Int, _ key: Key) {
        differences[key, default: 0] += count
    }

    /// Adds the differences to the table, in the transaction at hand.
    func write(to database: Database) throws {
        guard !differences.isEmpty else { return }
        let statement = try PreparedStatement(database, Self.sql)
        for (key, count) in differences where count != 0 {
            statement.bind(key.source, at: 1)
            statement.bind(key.destination, at: 2)
            statement.bind(key.state, at: 3)
            statement.bind(key.deliveryClass, at: 4)
            statement.bind(key.reason, at: 5)
            statement.bind(count, at: 6)
            try statement.run()
        }
    }

    private static let sql = """
        INSERT INTO outbox_count(source, destination, state, class, reason, n) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET n = n + excluded.n
        """
}
