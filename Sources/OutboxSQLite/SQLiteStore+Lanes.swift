import GRDB
package import OutboxCore
import Synchronization

// Owners of lanes, and what they write about the lane itself.
extension SQLiteStore {
    /// Becomes the owner of a lane, under a lock that the system frees if this process dies.
    package func takeOver(_ request: TakeOverRequest) async throws -> TakeOver {
        let lock = try await takeLock(for: request.destination)
        let takeOver = try await commit(rows: 100) { database in
            guard let row = try LaneRow(request.destination, in: database) else {
                throw StoreError.database(code: 0, detail: "no destination \(request.destination): register it first")
            }
            let followsCrash = !row.isGivenBack
            let lane = Lane(destination: request.destination, epoch: row.epoch + 1)
            try database.execute(
                sql: """
                    UPDATE outbox_destination SET epoch = ?, owner = ?, owner_since = ?, clean = 0 WHERE id = ?
                    """,
                arguments: [lane.epoch, request.owner, request.now.milliseconds, request.destination.rawValue]
            )
            let closed = try UnknownOutcomes.close(request, followsCrash: followsCrash, in: database)
            return TakeOver(
                lane: lane, status: row.status(at: request.now), unknownAttempts: closed.attempts,
                failed: closed.failed, followsCrash: followsCrash
            )
        }
        let owned = OwnedLane(lane: takeOver.lane, lock: lock)
        lanes.withLock { $0[request.destination.rawValue] = owned }
        return takeOver
    }

    /// Gives a lane back in good order and frees its lock.
    package func giveBack(_ lane: Lane, at now: Timestamp) async throws {
        let owned = try owned(lane)
        defer {
            lanes.withLock { lanes in
                if lanes[lane.destination.rawValue] === owned { lanes[lane.destination.rawValue] = nil }
            }
            owned.unlock()
        }
        try await commit(rows: 1) { database in
            _ = try LaneRow.read(lane, in: database)
            try database.execute(
                sql: "UPDATE outbox_destination SET clean = 1, owner = NULL, owner_since = NULL WHERE id = ?",
                arguments: [lane.destination.rawValue]
            )
        }
    }

    /// Keeps the lane's rate and the digest of its token.
    package func keep(rate: Double?, tokenDigest: String?, of lane: Lane) async throws {
        try await commit(rows: 1) { database in
            _ = try LaneRow.read(lane, in: database)
            try database.execute(
                sql: "UPDATE outbox_destination SET rate = ?, token_digest = ? WHERE id = ?",
                arguments: [rate, tokenDigest, lane.destination.rawValue]
            )
        }
    }

    /// Keeps how far the wall clock jumped ahead.
    package func keep(skippedMilliseconds: Int64, of lane: Lane) async throws {
        try await commit(rows: 1) { database in
            _ = try LaneRow.read(lane, in: database)
            try database.execute(
                sql: "UPDATE outbox_destination SET skipped_ms = ? WHERE id = ?",
                arguments: [skippedMilliseconds, lane.destination.rawValue]
            )
        }
    }

    /// A pause of an operator stays: only an operator ends or replaces it.
    package func setPause(_ pause: Pause?, of lane: Lane, at now: Timestamp) async throws {
        try await commit(rows: 1) { database in
            let row = try LaneRow.read(lane, in: database)
            try Self.setPause(pause, over: row, of: lane, at: now, in: database)
        }
    }

    /// Puts a lane's own pause into force, unless an operator's is.
    static func setPause(
        _ pause: Pause?, over row: LaneRow, of lane: Lane, at now: Timestamp, in database: Database
    ) throws {
        guard row.pause?.cause != .operator, row.pause != pause else { return }
        try LaneRow.write(pause, to: lane.destination, at: now, in: database)
    }

    /// The lane as this store holds it.
    func owned(_ lane: Lane) throws(StoreError) -> OwnedLane {
        let owned = lanes.withLock { $0[lane.destination.rawValue] }
        guard let owned, owned.lane == lane else { throw .laneLost(lane.destination) }
        return owned
    }

    private func takeLock(for destination: DestinationID) async throws -> LaneLock {
        // Who asks whether the lane is owned has the lock for an instant.
        for _ in 0..<5 {
            if let lock = try LaneLock.take(database: path, destination: destination) { return lock }
            try? await Task.sleep(for: .milliseconds(1))
        }
        let owner = try await read { database in
            try String.fetchOne(
                database, sql: "SELECT owner FROM outbox_destination WHERE id = ?", arguments: [destination.rawValue]
            )
        }
        throw StoreError.laneOwned(destination, owner: owner ?? "unknown")
    }
}
