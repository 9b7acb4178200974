import FoundationEssentials
import OutboxCore
import OutboxIntake

/// Judges the events of one call, before anything is written.
struct EventReception {
    /// An event that can be kept, and what was noticed about it.
    private struct Accepted {
        let event: NewEvent
        let warnings: [EventProblem]
    }

    private let accepted: [Accepted]

    /// Decodes, checks and hashes events as they would come over HTTP; writes nothing.
    ///
    /// - Parameter random: gives 16 fresh bytes for an `event_id` that is to be made.
    /// - Throws: `OutboxError` with every problem of every event.
    init(
        _ events: [ConversionEvent], from source: OutboxSource, at receipt: Timestamp,
        random: @escaping @Sendable () -> [UInt8] = RandomBytes.sixteen
    ) throws {
        var accepted: [Accepted] = []
        accepted.reserveCapacity(events.count)
        var rejected: [OutboxError.RejectedEvent] = []
        let arrival = Arrival.handedOver(random: random)
        for (index, event) in events.enumerated() {
            switch source.door.intake.accept(event.encoded(), receivedAt: receipt, arrival: arrival) {
            case .accepted(let event, let warnings): accepted.append(Accepted(event: event, warnings: warnings))
            case .rejected(let problems):
                rejected.append(OutboxError.RejectedEvent(index: index, problems: problems))
            }
        }
        guard rejected.isEmpty else { throw OutboxError(rejected: rejected, of: events.count) }
        self.accepted = accepted
    }

    /// The events for a store.
    var events: [NewEvent] { accepted.map(\.event) }

    /// What the caller is told, when the store has said what became of the events.
    func receipts(_ outcomes: [EnqueueOutcome]) -> [EnqueueReceipt] {
        zip(accepted, outcomes).map { accepted, outcome in
            EnqueueReceipt(outcome, eventID: accepted.event.eventID ?? "", warnings: accepted.warnings)
        }
    }

    /// The time by the computer's clock.
    static var now: Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
