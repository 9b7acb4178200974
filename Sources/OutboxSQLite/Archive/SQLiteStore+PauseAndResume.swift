import GRDB
package import OutboxCore

extension SQLiteStore {
    /// Stops a destination by name; written down as an operator's action.
    ///
    /// A pause that is in force already is replaced, and its time is kept.
    package func pause(destination: String, pause: Pause) async throws -> Bool {
        try await write { database in
            guard let id = try Self.revised(destination, in: database) else { return false }
            try LaneRow.write(pause, to: id, at: pause.at, in: database)
            let action = OperatorAction(
                at: pause.at, by: pause.by, verb: "pause", subject: destination, why: pause.why, changed: 1
            )
            _ = try action.insert(into: database)
            return true
        }
    }

    /// Lets a destination run again; the time it stood still is added up, and the action is written down.
    ///
    /// A destination that runs stays as it is.
    package func resume(destination: String, by: String, why: String, at now: Timestamp) async throws -> Bool {
        try await write { database in
            guard let id = try Self.revised(destination, in: database) else { return false }
            guard try LaneRow(id, in: database)?.pause != nil else { return true }
            try LaneRow.write(nil, to: id, at: now, in: database)
            let action = OperatorAction(at: now, by: by, verb: "resume", subject: destination, why: why, changed: 1)
            _ = try action.insert(into: database)
            return true
        }
    }

    /// Asks the owners of these destinations to send without waiting; names that are not known are left out.
    package func hurry(destinations: [String], at now: Timestamp) async throws {
        try await write(rows: destinations.count) { database in
            let statement = try database.cachedStatement(
                sql: "UPDATE outbox_destination SET hurry_at = ? WHERE name = ?"
            )
            for name in destinations { try statement.execute(arguments: [now.milliseconds, name]) }
        }
    }

    /// Raises the revision of a destination, so that its owner looks again at what it holds; gives its number if known.
    private static func revised(_ name: String, in database: Database) throws -> DestinationID? {
        let sql = "UPDATE outbox_destination SET revision = revision + 1 WHERE name = ? RETURNING id"
        return try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [name]).map { DestinationID($0) }
    }
}
