import GRDB
import OutboxCore

/// Keeps events within a transaction: finds repeats, marks twins, makes deliveries where the fan-out is at hand.
struct EventInserter {
    /// An event of the store that may be a repeat or a twin.
    private struct Known {
        var number: EventNumber
        var bodySHA256: [UInt8]
        var hasTwins: Bool
    }

    /// One that was found by its key.
    private struct Keyed {
        var known: Known
        var key: [UInt8]
        var source: SourceID
        var producerID: String?
    }

    /// What the look-up by the first half of the key found.
    private struct Matches {
        /// The earliest that is the same event.
        var repeated: Known?
        /// The only other one of the `event_id`, where it does not know of a twin yet.
        var unmarkedTwin: EventNumber?
        /// Whether any shares the `event_id`.
        var hasTwins = false
    }

    private let database: Database
    private let fanOut: FanOut?
    private let findByKey: PreparedStatement
    private let findByProducerID: PreparedStatement
    private let findTwinByProducerID: PreparedStatement
    private let insertEvent: PreparedStatement
    private let insertBody: PreparedStatement
    private let markTwin: PreparedStatement
    private let markDeliveries: PreparedStatement
    private var deliveries: DeliveryInserter
    private var counters = CounterDeltas()

    /// Prepares the statements.
    init(_ database: Database, fanOut: FanOut?) throws {
        self.database = database
        self.fanOut = fanOut
        findByKey = try PreparedStatement(database, SQL.findByKey)
        findByProducerID = try PreparedStatement(database, SQL.findByProducerID)
        findTwinByProducerID = try PreparedStatement(database, SQL.findTwinByProducerID)
        insertEvent = try PreparedStatement(database, SQL.insertEvent)
        insertBody = try PreparedStatement(database, SQL.insertBody)
        markTwin = try PreparedStatement(database, SQL.markTwin)
        markDeliveries = try PreparedStatement(database, SQL.markDeliveries)
        deliveries = try DeliveryInserter(database)
    }

    /// Keeps events, and gives one outcome an event, in their order.
    static func insert(_ events: [NewEvent], fanOut: FanOut?, into database: Database) throws -> [EnqueueOutcome] {
        var inserter = try EventInserter(database, fanOut: fanOut)
        var outcomes: [EnqueueOutcome] = []
        outcomes.reserveCapacity(events.count)
        for event in events { outcomes.append(try inserter.insert(event)) }
        try inserter.counters.write(to: database)
        return outcomes
    }

    /// Keeps events of a source that is known by its name alone; they wait for their fan-out.
    static func insert(
        _ events: [NewEvent], ofSourceNamed name: String, into database: Database
    ) throws -> [EnqueueOutcome] {
        let source = try SourceRow.number(ofNamed: name, in: database)
        let events = events.map { event in
            var event = event
            event.source = source
            return event
        }
        return try insert(events, fanOut: nil, into: database)
    }

    /// Says of each event which one of the store it repeats; reads alone.
    static func repeats(among events: [NewEvent], in database: Database) throws -> [EnqueueOutcome?] {
        let inserter = try EventInserter(database, fanOut: nil)
        return try events.map { try inserter.duplicate($0, inserter.find($0)) }
    }

    private func duplicate(_ event: NewEvent, _ matches: Matches) throws -> EnqueueOutcome? {
        let earlier = [matches.repeated, try findProducerID(of: event)].compactMap { $0 }
        return earlier.min { $0.number < $1.number }
            .map { .duplicate($0.number, differs: $0.bodySHA256 != event.bodySHA256) }
    }

    private mutating func insert(_ event: NewEvent) throws -> EnqueueOutcome {
        let matches = try find(event)
        if let duplicate = try duplicate(event, matches) { return duplicate }
        if let twin = matches.unmarkedTwin {
            markTwin.bind(twin.rawValue, at: 1)
            try markTwin.run()
            markDeliveries.bind(twin.rawValue, at: 1)
            try markDeliveries.run()
        }
        let number = try write(event, hasTwins: matches.hasTwins)
        counters.addEvents(1, source: event.source, .accepted)
        if let fanOut {
            try deliveries.insert(
                number, source: event.source, deliveryClass: event.deliveryClass, dueAt: event.receivedAt,
                to: fanOut.destinations[event.source] ?? [], counting: &counters
            )
        } else {
            counters.addEvents(1, source: event.source, .waitingForFanOut)
        }
        return .accepted(number)
    }

    // MARK: Repeats and twins

    /// Looks up the same event, and any other of the same `event_id`.
    ///
    /// Of several events of one `event_id` all are marked, so that one of them tells all that there is to know.
    private func find(_ event: NewEvent) throws -> Matches {
        var matches = Matches()
        guard let any = try first(withPrefix: event.key.prefix) else { return matches }
        matches.repeated = any.key == event.key.bytes ? any.known : try first(withPrefix: event.key.bytes)?.known
        if let producerID = event.producerID, let same = try find(producerID, of: event.source, beside: any) {
            matches.repeated = earlier(matches.repeated, same)
        }
        matches.hasTwins = true
        if !any.known.hasTwins { matches.unmarkedTwin = any.known.number }
        return matches
    }

    /// Looks up the event of the same source that has the same producer's id, and whose `event_id` is another.
    ///
    /// One whose `event_id` is that id has to be looked for by the key, because the index of producers' ids leaves it
    /// out; where the event at hand is of this kind itself, `find` has met it.
    private func findProducerID(of event: NewEvent) throws -> Known? {
        guard let producerID = event.producerID else { return nil }
        if producerID != event.eventID, let any = try first(withPrefix: KeyPrefix.of(eventID: producerID)),
            let found = try find(producerID, of: event.source, beside: any)
        {
            return found
        }
        return try known(findByProducerID, producerID, of: event.source)
    }

    /// Looks up the event of a source whose producer's id is its `event_id` too, given any one of that `event_id`.
    private func find(_ producerID: String, of source: SourceID, beside any: Keyed) throws -> Known? {
        if any.source == source, any.producerID == producerID { return any.known }
        return any.known.hasTwins ? try known(findTwinByProducerID, producerID, of: source) : nil
    }

    private func known(_ statement: PreparedStatement, _ producerID: String, of source: SourceID) throws -> Known? {
        statement.bind(source.rawValue, at: 1)
        statement.bind(producerID, at: 2)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return Known(
            number: EventNumber(statement.integer(0)), bodySHA256: statement.bytes(1) ?? [], hasTwins: false
        )
    }

    /// Any event whose key begins so; a whole key has one event at most.
    private func first(withPrefix prefix: some Collection<UInt8>) throws -> Keyed? {
        let range = KeyPrefix.range(of: prefix)
        findByKey.bind(range.lowerBound, at: 1)
        findByKey.bind(range.upperBound, at: 2)
        defer { findByKey.reset() }
        guard try findByKey.step() else { return nil }
        return Keyed(
            known: Known(
                number: EventNumber(findByKey.integer(0)), bodySHA256: findByKey.bytes(4) ?? [],
                hasTwins: findByKey.integer(5) != 0
            ),
            key: findByKey.bytes(1) ?? [], source: SourceID(findByKey.integer(2)), producerID: findByKey.text(3)
        )
    }

    private func earlier(_ left: Known?, _ right: Known) -> Known {
        guard let left, left.number < right.number else { return right }
        return left
    }

    // MARK: Rows

    private func write(_ event: NewEvent, hasTwins: Bool) throws -> EventNumber {
        insertEvent.bind(event.source.rawValue, at: 1)
        insertEvent.bind(event.eventName, at: 2)
        insertEvent.bind(event.eventID, at: 3)
        insertEvent.bind(event.producerID, at: 4)
        insertEvent.bind(event.eventTime.milliseconds, at: 5)
        insertEvent.bind(event.receivedAt.milliseconds, at: 6)
        insertEvent.bind(event.key.bytes, at: 7)
        insertEvent.bind(event.bodySHA256, at: 8)
        insertEvent.bind(event.deliveryClass.rawValue, at: 9)
        insertEvent.bind(fanOut == nil ? 0 : 1, at: 10)
        insertEvent.bind(hasTwins ? 1 : 0, at: 11)
        try insertEvent.run()
        let number = database.lastInsertedRowID
        insertBody.bind(number, at: 1)
        insertBody.bind(event.record, at: 2)
        try insertBody.run()
        return EventNumber(number)
    }

    enum SQL {
        static let findByKey = """
            SELECT id, key, source, producer_id, body_sha256, twins
            FROM outbox_event INDEXED BY outbox_event_key
            WHERE key BETWEEN ? AND ? LIMIT 1
            """
        static let findByProducerID = """
            SELECT id, body_sha256
            FROM outbox_event INDEXED BY outbox_event_producer
            WHERE source = ? AND producer_id = ? AND producer_id IS NOT event_id
            """
        static let findTwinByProducerID = """
            SELECT id, body_sha256
            FROM outbox_event INDEXED BY outbox_event_twin
            WHERE source = ? AND producer_id = ? AND twins = 1 AND producer_id IS NOT NULL AND producer_id IS event_id
            ORDER BY id LIMIT 1
            """
        static let insertEvent = """
            INSERT INTO outbox_event(
                source, event_name, event_id, producer_id, event_time, received_at, key, body_sha256, class, routed,
                twins)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        static let insertBody = "INSERT INTO outbox_event_body(event, body) VALUES (?, ?)"
        static let markTwin = "UPDATE outbox_event SET twins = 1 WHERE id = ?"
        // What is sent later is marked then.
        static let markDeliveries = """
            UPDATE outbox_delivery SET twin = 1
            WHERE destination IN (SELECT id FROM outbox_destination) AND event = ? AND sent_event_id IS NOT NULL
            """
    }
}
