import FoundationEssentials
import GRDB
package import OutboxCore

// Names, events and their fan-out.
extension SQLiteStore {
    /// Makes the names of a configuration known and gives their numbers.
    package func register(_ registration: Registration, at now: Timestamp) async throws -> Registry {
        try await commit(rows: registration.sources.count + registration.destinations.count + 1) { database in
            var registry = Registry(
                sources: [:], destinations: [:],
                configuration: try Self.keepText(of: registration, at: now, in: database)
            )
            for source in registration.sources {
                try database.execute(
                    sql: """
                        INSERT INTO outbox_source(name, dialect) VALUES (?, ?)
                        ON CONFLICT(name) DO UPDATE SET dialect = excluded.dialect WHERE dialect <> excluded.dialect
                        """,
                    arguments: [source.name, source.dialect]
                )
                let id = try Int64.fetchOne(
                    database, sql: "SELECT id FROM outbox_source WHERE name = ?", arguments: [source.name]
                )
                registry.sources[source.name] = id.map { SourceID($0) }
            }
            for name in registration.destinations {
                try database.execute(
                    sql: "INSERT INTO outbox_destination(name) VALUES (?) ON CONFLICT(name) DO NOTHING",
                    arguments: [name]
                )
                let id = try Int64.fetchOne(
                    database, sql: "SELECT id FROM outbox_destination WHERE name = ?", arguments: [name]
                )
                registry.destinations[name] = id.map { DestinationID($0) }
            }
            return registry
        }
    }

    /// Keeps events, and makes their deliveries where the fan-out is at hand.
    package func enqueue(_ events: [NewEvent], fanOut: FanOut?) async throws -> [EnqueueOutcome] {
        guard !events.isEmpty else { return [] }
        let bytes = events.reduce(0) { $0 + $1.record.count }
        let outcomes = try await commit(rows: events.count, bytes: bytes, mayRefuse: true) { database in
            try EventInserter.insert(events, fanOut: fanOut, into: database)
        }
        changeFeed.signal()
        return outcomes
    }

    /// Keeps events of a source that becomes known where it is not; a worker that holds the configuration makes their
    /// deliveries.
    ///
    /// - Returns: one outcome an event, in their order. All of them are on disk.
    /// - Throws: `StoreError`.
    package func enqueue(_ events: [NewEvent], ofSourceNamed name: String) async throws -> [EnqueueOutcome] {
        guard !events.isEmpty else { return [] }
        let bytes = events.reduce(0) { $0 + $1.record.count }
        let outcomes = try await commit(rows: events.count, bytes: bytes, mayRefuse: true) { database in
            try EventInserter.insert(events, ofSourceNamed: name, into: database)
        }
        changeFeed.signal()
        return outcomes
    }

    /// Looks up what the events repeat.
    package func repeats(among events: [NewEvent]) async throws -> [EnqueueOutcome?] {
        try await read { try EventInserter.repeats(among: events, in: $0) }
    }

    /// Makes the deliveries of events that were enqueued without a fan-out, oldest first.
    package func fanOut(_ fanOut: FanOut, limit: Int, now: Timestamp) async throws -> Int {
        guard limit > 0, try await isAnythingWaiting(of: fanOut.destinations.keys) else { return 0 }
        let count = try await commit(rows: limit) { database in
            try FanOutWriter.write(fanOut, limit: limit, now: now, to: database)
        }
        if count > 0 { changeFeed.signal() }
        return count
    }

    /// Writes a page to the log and syncs it, as every other write does.
    package func checkWriting() async throws {
        // A row of values that no row has; an UPDATE that changes nothing would write nothing.
        try await commit(rows: 1) { database in
            try database.execute(
                sql: "INSERT INTO outbox_count(source, destination, state, class, reason, n) VALUES (-1, 0, 0, 0, 0, 0)"
            )
            try database.execute(sql: "DELETE FROM outbox_count WHERE source = -1")
        }
    }

    /// Spares the writer a transaction where there is nothing to do.
    private func isAnythingWaiting(of sources: some Collection<SourceID> & Sendable) async throws -> Bool {
        try await read { database in
            let statement = try PreparedStatement(
                database,
                "SELECT 1 FROM outbox_event INDEXED BY outbox_event_waiting WHERE routed = 0 AND source = ? LIMIT 1"
            )
            defer { statement.reset() }
            return try sources.contains { source in
                statement.reset()
                statement.bind(source.rawValue, at: 1)
                return try statement.step()
            }
        }
    }

    private static func keepText(
        of registration: Registration, at now: Timestamp, in database: Database
    ) throws -> ConfigurationID {
        let sha256 = Data(registration.configurationSHA256)
        try database.execute(
            sql: """
                INSERT INTO outbox_configuration(sha256, text, first_seen_at) VALUES (?, ?, ?)
                ON CONFLICT(sha256) DO UPDATE SET text = excluded.text WHERE text <> excluded.text
                """,
            arguments: [sha256, registration.configurationText, now.milliseconds]
        )
        let id = try Int64.fetchOne(
            database, sql: "SELECT id FROM outbox_configuration WHERE sha256 = ?", arguments: [sha256]
        )
        return ConfigurationID(id ?? 0)
    }
}
