import OutboxCore
import OutboxIntake

/// What became of one event of a request.
struct EventAnswer: Sendable {
    /// The three ways it can go.
    enum Status: String, Sendable {
        /// It is on disk.
        case accepted
        /// It was there already.
        case duplicate
        /// It was not taken.
        case rejected
    }

    var status: Status
    var number: EventNumber?
    var eventID: String?
    var warnings: [EventProblem] = []
    var errors: [EventProblem] = []
    /// What each destination would do with it, as JSON, where that was asked for.
    var deliveries: [UInt8]?

    /// An event that intake rejects.
    init(rejected problems: [EventProblem]) {
        status = .rejected
        errors = problems
    }

    /// An event that the store has.
    init(_ event: NewEvent, _ outcome: EnqueueOutcome, warnings: [EventProblem]) {
        number = outcome.number
        eventID = event.eventID
        self.warnings = warnings
        switch outcome {
        case .accepted: status = .accepted
        case .duplicate(_, let differs):
            status = .duplicate
            if differs {
                self.warnings.append(
                    EventProblem(path: "", problem: EventProblem.differingRepeat))
            }
        }
    }

    /// An event that was only looked at, and that the store does not have.
    init(_ event: PreviewedEvent) {
        status = !event.problems.isEmpty ? .rejected : event.isRepeat ? .duplicate : .accepted
        eventID = event.event?.eventID
        warnings = event.warnings
        errors = event.problems
        deliveries = event.deliveries
    }

    /// The answer for all events of a request: 200 where all are taken, 207 where some are, 400 where none is.
    static func response(_ answers: [EventAnswer]) -> HTTPResponse {
        let counts = Dictionary(grouping: answers, by: \.status).mapValues(\.count)
        let rejected = counts[.rejected] ?? 0
        var writer = JSONWriter(capacity: 64 + answers.count * 128)
        writer.beginObject()
        for (name, status) in [("accepted", Status.accepted), ("duplicates", .duplicate), ("rejected", .rejected)] {
            writer.key(name)
            writer.integer(counts[status] ?? 0)
        }
        writer.key("events")
        writer.beginArray()
        for (index, answer) in answers.enumerated() { answer.write(index: index, to: &writer) }
        writer.endArray()
        writer.endObject()
        return .json(writer.bytes, status: rejected == 0 ? 200 : rejected == answers.count ? 400 : 207)
    }

    private func write(index: Int, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("index")
        writer.integer(index)
        writer.key("status")
        writer.string(status.rawValue)
        writer.key("number")
        if let number { writer.integer(number.rawValue) } else { writer.null() }
        writer.key("event_id")
        if let eventID { writer.string(eventID) } else { writer.null() }
        writer.key("warnings")
        writer.problems(warnings)
        writer.key("errors")
        writer.problems(errors)
        if let deliveries {
            writer.key("deliveries")
            writer.raw(deliveries)
        }
        writer.endObject()
    }
}
