import GRDB
package import OutboxCore
import Synchronization

// What the owner of a lane takes and lets go of; nothing of it is written.
extension SQLiteStore {
    /// Gives the owner due deliveries, read in one moment by a reader; the writer is not waited for.
    package func claim(_ lane: Lane, limit: Int, now: Timestamp) async throws -> Claim {
        let owned = try owned(lane)
        return try await readers.claim { database in
            // Before the read transaction begins: what is let go of after this moment stays held until the claim ends.
            owned.holdings.withLock { $0.claims.beginClaim() }
            defer { owned.holdings.withLock { $0.claims.endClaim() } }
            return try Readers.transaction(on: database) {
                let row = try LaneRow.read(lane, in: database)
                let found = try Self.findDue(owned, limit: row.pause == nil ? max(0, limit) : 0, now: now, in: database)
                return try Self.claim(found, of: owned, limit: limit, row: row, now: now, in: database)
            }
        }
    }

    /// One look into an index for each question, read in one moment by a reader.
    package func twins(
        _ questions: [TwinQuestion], of lane: Lane
    ) async throws -> [EventNumber: [ClaimedDelivery.Twin]] {
        try await readers.claim { database in
            try Readers.transaction(on: database) {
                let reader = try TwinReader(database, destination: lane.destination)
                var answers: [EventNumber: [ClaimedDelivery.Twin]] = [:]
                for question in questions {
                    let twins = try reader.twins(question)
                    if !twins.isEmpty { answers[question.event] = twins }
                }
                return answers
            }
        }
    }

    /// Lets go of claimed deliveries; without effect where the lane is not owned any more.
    package func release(_ events: [EventNumber], of lane: Lane) async {
        guard let owned = try? owned(lane) else { return }
        owned.holdings.withLock { $0.claims.release(events) }
    }

    private static func findDue(
        _ owned: OwnedLane, limit: Int, now: Timestamp, in database: Database
    ) throws -> [DeliveryClass: DueScan.Found] {
        // A copy that ends with this function, before anything is held: else holding would copy it whole.
        let held = owned.holdings.withLock { $0.claims }
        let scan = try DueScan(database, destination: owned.lane.destination, now: now)
        var found: [DeliveryClass: DueScan.Found] = [:]
        for deliveryClass in DeliveryClass.allCases {
            found[deliveryClass] = try scan.find(deliveryClass, limit: limit, passing: held)
        }
        return found
    }

    private static func claim(
        _ found: [DeliveryClass: DueScan.Found], of owned: OwnedLane, limit: Int, row: LaneRow, now: Timestamp,
        in database: Database
    ) throws -> Claim {
        let shares = owned.holdings.withLock { holdings in
            holdings.shares.split(limit: limit) { found[$0]?.due.count ?? 0 }
        }
        var reader = try ClaimReader(database, destination: owned.lane.destination)
        var claim = Claim(
            deliveries: [], status: row.status(at: now),
            sessions: try SessionReader.sessions(at: owned.lane.destination, now: now, in: database), nextDueAt: nil
        )
        for deliveryClass in DeliveryClass.allCases {
            let due = found[deliveryClass]?.due ?? []
            let share = shares[deliveryClass] ?? 0
            for place in due.prefix(share) {
                if let delivery = try reader.read(place, in: deliveryClass) { claim.deliveries.append(delivery) }
            }
            let next = share < due.count ? due[share].dueAt : found[deliveryClass]?.nextDueAt
            claim.nextDueAt = [claim.nextDueAt, next].compactMap { $0 }.min()
        }
        owned.holdings.withLock { holdings in
            for delivery in claim.deliveries {
                // One that must not be sent has no revision that spares an opening the look.
                let revision = delivery.consentWithdrawnAt == nil ? row.revision : -1
                let entry = HeldClaims.Entry(
                    deliveryClass: delivery.key.deliveryClass, dueAt: delivery.dueAt, revision: revision,
                    eventID: delivery.eventID
                )
                holdings.claims.hold(delivery.key.event, entry)
            }
        }
        return claim
    }
}
