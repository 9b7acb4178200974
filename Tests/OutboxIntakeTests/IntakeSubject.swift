import OutboxCore
import OutboxIntake

/// A source and what intake says of its events, received at one fixed time.
struct IntakeSubject {
    static let now = Timestamp(seconds: 1_795_348_800)  // 2026-11-22T12:00:00Z
    /// Moves the years from 1997 to 2000 on to the day before `now`.
    static let rebase = TimeRebase(
        oldest: Timestamp(seconds: 852_120_000), newest: Timestamp(seconds: 946_728_000), span: .seconds(86_400),
        now: now)

    var rules = IntakeRules(source: "shop")

    init(_ change: (inout IntakeRules) -> Void = { _ in }) {
        change(&rules)
    }

    var intake: Intake { Intake(rules: rules, source: SourceID(1), deliveryClass: .live) }

    func result(_ event: String, arrival: Arrival = .handedOver(random: { [1] })) -> IntakeResult {
        intake.accept(Array(event.utf8), receivedAt: Self.now, arrival: arrival)
    }

    func accepted(_ event: String, arrival: Arrival = .handedOver(random: { [1] })) throws -> AcceptedEvent {
        let result = result(event, arrival: arrival)
        guard case .accepted(let new, let warnings) = result else { throw Unexpected(description: "\(result)") }
        return AcceptedEvent(new: new, warnings: warnings, record: try EventRecord(new.record))
    }

    /// The event with more members than its name, id and time.
    func accepted(with members: String) throws -> AcceptedEvent {
        try accepted(#"{"event_name":"purchase","event_id":"o1","event_time":"2026-11-22T11:00:00Z",\#(members)}"#)
    }

    func problems(_ event: String, arrival: Arrival = .handedOver(random: { [1] })) -> [String] {
        guard case .rejected(let problems) = result(event, arrival: arrival) else { return [] }
        return problems.map(\.description)
    }

    struct Unexpected: Error, CustomStringConvertible { let description: String }
}

/// What intake made of one event.
struct AcceptedEvent {
    let new: NewEvent
    let warnings: [EventProblem]
    let record: EventRecord

    var event: JSONValue { record.event }
    var text: String { String(decoding: new.record, as: UTF8.self) }
    var warningTexts: [String] { warnings.map(\.description) }

    /// The string at a path, or nil.
    func string(_ path: String) -> String? {
        (try? JSONPath(path)).flatMap { event.value(at: $0)?.string }
    }

    /// The strings of the array at a path.
    func strings(_ path: String) -> [String] {
        (try? JSONPath(path)).flatMap { event.value(at: $0)?.elements.compactMap(\.string) } ?? []
    }
}
