import GRDB
import OutboxCore

/// What a bulk change has before it, read in one transaction before the first step.
struct BulkPlan: Sendable {
    /// Deliveries to look at, of one destination.
    struct Part: Sendable {
        var step: BulkStep
        var candidates: Candidates
    }

    /// Where the deliveries of a part come from.
    enum Candidates: Sendable {
        /// These events: named by the operator, or read at once because their index has no useful order.
        case listed([Int64])
        /// What a walk finds, portion after portion.
        case walked(DeliveryScan)
    }

    var parts: [Part] = []
    /// Deliveries that the selection means and the change leaves, where they are not looked at one by one.
    var left = 0
    /// The newest event: what comes later is not part of the change.
    var newest: Int64

    init(
        _ selection: DeliverySelection, _ change: BulkChange, now: Timestamp, note: String, _ database: Database
    ) throws {
        newest = try Int64.fetchOne(database, sql: "SELECT MAX(id) FROM outbox_event") ?? 0
        let filter = try DeliveryScan.EventFilter(selection, database)
        let conditions = DeliveryCondition.all(states: selection.states, reasons: selection.reasons)
        let named = selection.events.map { Set($0.map(\.rawValue)).sorted() }
        for destination in try KnownDestination.all(in: database) {
            guard selection.destination == nil || selection.destination == destination.name else { continue }
            let step = BulkStep(
                change: change, destination: destination, conditions: conditions, filter: filter, now: now, note: note
            )
            if let named {
                parts.append(Part(step: step, candidates: .listed(named)))
            } else {
                try addScans(step, database)
            }
        }
    }

    private mutating func addScans(_ step: BulkStep, _ database: Database) throws {
        let (applying, left) = step.change.split(step.conditions)
        for scan in try DeliveryScan.plan(database, destination: step.destination.id, left) {
            self.left += try scan.count(database, step.filter)
        }
        for scan in try DeliveryScan.plan(database, destination: step.destination.id, applying) {
            var candidates = Candidates.walked(scan)
            if scan.path == .due {
                candidates = .listed(try scan.events(database, step.filter, isAscending: true, limit: .max))
            }
            parts.append(Part(step: step, candidates: candidates))
        }
    }
}
