import GRDB
package import OutboxCore

extension SQLiteStore {
    /// Becomes the owner of each such destination for a moment.
    package func closeAbandoned(
        except destinations: Set<DestinationID>, by owner: String, at now: Timestamp
    ) async throws -> Int {
        let open = try await read { database in
            try Int64.fetchAll(database.cachedStatement(sql: Self.destinationsWithOpenAttempts))
                .map { DestinationID($0) }
        }
        var closed = 0
        for destination in open where !destinations.contains(destination) {
            // Whether it may be sent again is judged when somebody works the destination again.
            let request = TakeOverRequest(destination: destination, owner: owner, now: now, mayResend: true)
            do {
                let takeOver = try await takeOver(request)
                closed += takeOver.unknownAttempts
                try await giveBack(takeOver.lane, at: now)
            } catch StoreError.laneOwned {
                continue
            }
        }
        if closed > 0 { changeFeed.signal() }
        return closed
    }

    private static let destinationsWithOpenAttempts = """
        SELECT DISTINCT destination FROM outbox_attempt INDEXED BY outbox_attempt_open WHERE closed_at IS NULL
        """
}
