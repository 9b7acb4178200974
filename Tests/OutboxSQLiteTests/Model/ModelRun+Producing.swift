import OutboxCore
import OutboxTestSupport

// Producers: new events, repeats in every way, with and without a fan-out at hand.
extension ModelRun {
    func enqueue(_ index: Int) async throws {
        let events = makeEvents()
        let fanOut = random.oneIn(3) ? nil : self.fanOut
        try note(try await store(index).enqueue(events, fanOut: fanOut), of: events, fanOut: fanOut)
    }

    /// Both processes at once; the same events may come to both.
    func enqueueFromBoth() async throws {
        guard let first = processes[0]?.store, let second = processes[1]?.store else { return }
        let events = (makeEvents().filter { model.repeated(by: $0) == nil }, makeEvents())
        let fanOut = self.fanOut
        async let left = first.enqueue(events.0, fanOut: fanOut)
        async let right = second.enqueue(events.1, fanOut: fanOut)
        let outcomes = (try await left, try await right)
        // Whoever took an event first accepted it, so the accepted ones are noted before the repeats.
        let all = Array(zip(events.0 + events.1, outcomes.0 + outcomes.1))
        let accepted = all.filter { $0.1 == .accepted($0.1.number) }.sorted { $0.1.number < $1.1.number }
        for (event, outcome) in accepted {
            try Violation.unless(model.repeated(by: event) == nil, "\(event) was accepted twice")
            try model.add(event, as: outcome.number, fanOut: fanOut)
        }
        for (event, outcome) in all where outcome != .accepted(outcome.number) {
            try expect(outcome, isRepeatOf: event)
        }
    }

    func fanOut(_ index: Int) async throws {
        let limit = Int.random(in: 1...6, using: &random)
        var fanOut = self.fanOut
        // A configuration that has the source, too, and nobody who listens to it.
        if limit.isMultiple(of: 2) { fanOut.destinations[registry.sources["orphan"] ?? SourceID(0)] = [] }
        let done = try await store(index).fanOut(fanOut, limit: limit, now: clock.now)
        let expected = model.fanOut(fanOut, limit: limit, now: clock.now)
        try Violation.unless(done == expected, "\(done) events were fanned out instead of \(expected)")
    }

    /// Takes the store's word for new numbers, and checks its word on repeats.
    func note(_ outcomes: [EnqueueOutcome], of events: [NewEvent], fanOut: FanOut?) throws {
        try Violation.unless(outcomes.count == events.count, "\(outcomes.count) outcomes for \(events.count) events")
        for (event, outcome) in zip(events, outcomes) {
            if case .accepted(let number) = outcome {
                try Violation.unless(model.repeated(by: event) == nil, "a repeat was accepted as #\(number)")
                try model.add(event, as: number, fanOut: fanOut)
            } else {
                try expect(outcome, isRepeatOf: event)
            }
        }
    }

    private func expect(_ outcome: EnqueueOutcome, isRepeatOf event: NewEvent) throws {
        guard let repeated = model.repeated(by: event) else {
            throw Violation("a new event was called a duplicate: \(outcome)")
        }
        let expected = EnqueueOutcome.duplicate(repeated.number, differs: repeated.differs)
        try Violation.unless(outcome == expected, "a repeat gave \(outcome) instead of \(expected)")
    }

    /// Up to eight events; once there are enough, repeats alone.
    func makeEvents() -> [NewEvent] {
        (0..<Int.random(in: 1...8, using: &random)).map { _ in
            let isNew = produced < Self.eventsBound && !random.oneIn(4)
            if isNew { produced += 1 }
            return makeEvent(isNew ? produced : Int.random(in: 0...produced, using: &random))
        }
    }

    private func makeEvent(_ number: Int) -> NewEvent {
        let sources = registry.sources.values.sorted()
        let source = sources[min(number % 5, sources.count - 1)]
        let name = random.oneIn(8) ? "purchase" : ["purchase", "view_item", "add_to_cart"][number % 3]
        let body = random.oneIn(5) ? "[\(number)]" : "{}"
        // Every seventh has no event_id; of them, every second has no id either and is never a repeat.
        let eventID = number.isMultiple(of: 7) ? nil : "event \(number)"
        var producerID = number.isMultiple(of: 14) || number.isMultiple(of: 3) ? "id \(number)" : nil
        if number.isMultiple(of: 5), eventID != nil { producerID = eventID }
        let keyed = eventID.map { TestDigest.sha256($0) } ?? random.bytes(16)
        return NewEvent(
            source: source, eventName: name, eventID: eventID, producerID: producerID, eventTime: clock.now,
            receivedAt: clock.now,
            key: EventKey(eventIDDigest: keyed, sourceAndNameDigest: TestDigest.sha256("\(source) \(name)")),
            bodySHA256: TestDigest.sha256(body), record: Self.record(of: number, body),
            deliveryClass: number.isMultiple(of: 4) ? .bulk : .live)
    }

    /// The event of one of a dozen users, every fifth of nobody.
    private static func record(of number: Int, _ body: String) -> [UInt8] {
        guard !number.isMultiple(of: 5) else { return Array(body.utf8) }
        let digest = user(number % usersCount).bytes.map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return Array(#"{"event":{"user":{"id":"\#(digest.joined())"}},"warnings":\#(body)}"#.utf8)
    }

    static let usersCount = 12

    static func user(_ number: Int) -> UserDigest {
        guard let user = UserDigest(bytes: TestDigest.sha256("user \(number)")) else { preconditionFailure("32 bytes") }
        return user
    }
}
