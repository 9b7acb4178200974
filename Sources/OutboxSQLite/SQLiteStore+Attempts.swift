import GRDB
package import OutboxCore
import Synchronization

// Attempts: opened before a byte leaves, closed with the answer and everything that follows from it.
extension SQLiteStore {
    /// Puts a request on record before it leaves; its members stay held.
    package func open(_ opening: AttemptOpening) async throws -> OpeningResult {
        let owned = try owned(opening.lane)
        let held = owned.holdings.withLock { holdings in
            opening.members.map { holdings.claims.entries[$0.event] }
        }
        let revisions = held.map { $0?.revision }
        let sentAs = SendingList.encode(opening.sendings, ownEventIDs: held.map { $0?.eventID })
        let result = try await commit(rows: 1) { database in
            try AttemptWriter.open(opening, revisions: revisions, sentAs: sentAs, in: database)
        }
        owned.holdings.withLock { holdings in
            switch result {
            case .opened: holdings.claims.open(opening.members.map(\.event))
            case .changed(let events): holdings.claims.forget(events)
            case .withdrawn, .paused: break
            }
        }
        return result
    }

    /// Says which members of an attempt leave it; these are no longer held.
    ///
    /// The consent of the others is judged once more: nothing has left so far.
    package func send(
        _ attempt: AttemptID, of lane: Lane, settled: [DeliveryOutcome], sendings: [Sending],
        mappedUsers: [EventNumber: [UserDigest]], at now: Timestamp
    ) async throws -> [EventNumber: Timestamp] {
        let owned = try owned(lane)
        let sentAs = SendingList.encode(sendings)
        let withdrawn = try await commit(rows: settled.count + 1) { database in
            try AttemptWriter.send(
                attempt, of: lane, settled: settled, sentAs: sentAs, mappedUsers: mappedUsers, at: now, in: database)
        }
        if withdrawn.isEmpty { owned.finish(settled) }
        return withdrawn
    }

    /// Closing an attempt that is closed already changes nothing.
    package func close(_ closing: AttemptClosing) async throws {
        let owned = try owned(closing.lane)
        // Outside the transaction, and off the lane's queue: a large request takes milliseconds.
        let bodies = try await AttemptBodies(closing.answer)
        let (rows, bytes) = (2 * closing.outcomes.count + 3, bodies.count)
        try await commit(rows: rows, bytes: bytes) { database in
            try AttemptWriter.close(closing, bodies: bodies, in: database)
        }
        owned.finish(closing.outcomes)
    }

    /// Records outcomes without an attempt; without outcomes nothing is written.
    package func settle(_ outcomes: [DeliveryOutcome], of lane: Lane, at now: Timestamp) async throws {
        guard !outcomes.isEmpty else { return }
        let owned = try owned(lane)
        try await commit(rows: outcomes.count) { database in
            _ = try LaneRow.read(lane, in: database)
            try OutcomeWriter.write(outcomes, of: lane.destination, at: now, to: database)
        }
        owned.finish(outcomes)
    }
}

extension SQLiteStore: OutboxStore {}
