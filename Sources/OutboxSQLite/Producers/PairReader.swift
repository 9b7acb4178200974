import GRDB
import OutboxCore

/// Pairs the deliveries of one destination with the echoes of its pixel, in a read transaction.
struct PairReader {
    private struct Echo {
        /// Its place in ``fates``.
        var index: Int
        var name: String
        var seenAt: Timestamp
    }

    /// What is known of an echo.
    private enum Fate: UInt8 {
        /// Nothing.
        case open
        /// It has its delivery.
        case paired
        /// Its `event_id` was sent under another name.
        case otherName
        /// The same, and that is counted.
        case counted
    }

    /// A delivery whose `event_id` the pixel reported under other names; what that means is known when all pairs are.
    private struct Doubtful {
        var name: String
        var isPaired: Bool
        var others: [Echo]
    }

    /// An event that has an echo's `event_id`, and its delivery.
    private struct Event {
        var state: DeliveryState
        var sentName: String?
        var sentEventID: String?
        var sentAt: Timestamp
        var isServerOnly: Bool
    }

    /// Of one `event_id` no more events are read, however many producers gave it away again.
    private static let eventsOfOneID = 100

    private let database: Database
    private let question: PairQuestion
    private let destination: Int64
    private let findEchoes: PreparedStatement
    private let findEvents: PreparedStatement
    private let findRenamed: PreparedStatement
    private var counts: [String: PairCount] = [:]
    private var doubtful: [Doubtful] = []
    // By the number of the echo, from the lowest on.
    private var fates: [Fate]
    private let lowestEcho: Int64

    init(_ question: PairQuestion, destination: Int64, _ database: Database) throws {
        self.database = database
        self.question = question
        self.destination = destination
        findEchoes = try PreparedStatement(database, SQL.findEchoes)
        findEvents = try PreparedStatement(database, SQL.findEvents)
        findRenamed = try PreparedStatement(database, SQL.findRenamed)
        let bounds = try Row.fetchOne(
            database, sql: "SELECT (SELECT min(id) FROM outbox_pixel_echo), (SELECT max(id) FROM outbox_pixel_echo)"
        )
        let lowest: Int64 = bounds?[0] ?? 0
        let highest: Int64 = bounds?[1] ?? lowest - 1
        lowestEcho = lowest
        fates = Array(repeating: .open, count: Int(highest - lowest) + 1)
    }

    /// Counts both sides, and gives the counts by name, the most frequent first.
    mutating func answer() throws -> [PairCount] {
        try countDeliveries()
        try countEchoes()
        countOtherNames()
        let undecided = try undecided()
        for name in counts.keys { counts[name]?.undecided = undecided }
        return counts.values.sorted {
            ($1.server + $1.echoes, $0.tiktokEvent) < ($0.server + $0.echoes, $1.tiktokEvent)
        }
    }

    // MARK: From the server's side

    private mutating func countDeliveries() throws {
        let lowest = try DeliveryScan.EventFilter(DeliverySelection(since: question.since), database).lowest
        let deliveries = try PreparedStatement(database, SQL.deliveries)
        deliveries.bind(destination, at: 1)
        deliveries.bind(lowest, at: 2)
        deliveries.bind(question.since.milliseconds, at: 3)
        defer { deliveries.reset() }
        while try deliveries.step() {
            guard let name = deliveries.text(0), isAsked(name) else { continue }
            if !question.serverOnlyNames.isEmpty, question.serverOnlyNames.contains(deliveries.text(3) ?? "") {
                continue
            }
            let sentAt = Timestamp(milliseconds: deliveries.integer(2))
            try countDelivery(name, eventID: deliveries.text(1), sentAt: sentAt)
        }
    }

    private mutating func countDelivery(_ name: String, eventID: String?, sentAt: Timestamp) throws {
        var count = counts[name] ?? PairCount(tiktokEvent: name)
        // Taken out, so that the list of lags is not copied.
        counts[name] = nil
        defer { counts[name] = count }
        count.server += 1
        guard let eventID else {
            count.withoutEventID += 1
            count.serverOnly += 1
            return
        }
        let echoes = try echoes(of: eventID)
        let twin = echoes.first { $0.name == name && (fates[$0.index] == .open || fates[$0.index] == .otherName) }
        if let twin {
            fates[twin.index] = .paired
            count.paired += 1
            count.lag.add(pixel: twin.seenAt, server: sentAt)
            if twin.seenAt < question.since { count.echoes += 1 }
        }
        // What another destination of the pixel sends is told there.
        let others = echoes.filter { $0.name != name && !question.othersEvents.contains($0.name) }
        for other in others where fates[other.index] == .open { fates[other.index] = .otherName }
        if !others.isEmpty {
            doubtful.append(Doubtful(name: name, isPaired: twin != nil, others: others))
        } else if twin == nil {
            count.serverOnly += 1
        }
    }

    private func echoes(of eventID: String) throws -> [Echo] {
        findEchoes.bind(question.pixelCode, at: 1)
        findEchoes.bind(eventID, at: 2)
        defer { findEchoes.reset() }
        var found: [Echo] = []
        while try findEchoes.step() {
            let seenAt = Timestamp(milliseconds: findEchoes.integer(2))
            let index = Int(findEchoes.integer(0) - lowestEcho)
            found.append(Echo(index: index, name: findEchoes.text(1) ?? "", seenAt: seenAt))
        }
        return found
    }

    // MARK: From the pixel's side

    private mutating func countEchoes() throws {
        let echoes = try PreparedStatement(database, SQL.echoes)
        echoes.bind(question.pixelCode, at: 1)
        echoes.bind(question.since.milliseconds, at: 2)
        defer { echoes.reset() }
        while try echoes.step() {
            guard let name = echoes.text(1), isAsked(name) else { continue }
            let index = Int(echoes.integer(0) - lowestEcho)
            if fates[index] != .paired {
                guard try look(at: index, name, eventID: echoes.text(2) ?? "") else { continue }
            }
            counts[name, default: PairCount(tiktokEvent: name)].echoes += 1
        }
    }

    /// Looks whether the event of an echo came before the span, waits, or was not sent; false where the echo is not to
    /// be counted, since the pixel is not asked about its event.
    private mutating func look(at index: Int, _ name: String, eventID: String) throws -> Bool {
        let events = try events(of: eventID)
        let waits = events.contains { $0.state == .queued }
        if fates[index] == .otherName, waits { fates[index] = .open } else if fates[index] != .open { return true }
        let sent = events.filter { $0.state == .delivered && $0.sentEventID == eventID }
        guard sent.isEmpty || !sent.allSatisfy(\.isServerOnly) else { return false }
        var count = counts[name] ?? PairCount(tiktokEvent: name)
        if waits {
            count.waiting += 1
            count.pixelOnly += 1
            fates[index] = .counted
        } else if let other = sent.first(where: { !$0.isServerOnly }) {
            for event in sent where !event.isServerOnly {
                // Those of the span are counted already.
                guard let sentName = event.sentName, isAsked(sentName), fates[index] == .open else { continue }
                try countDelivery(sentName, eventID: eventID, sentAt: event.sentAt)
            }
            guard fates[index] == .open, let otherName = other.sentName else { return true }
            count = counts[name] ?? PairCount(tiktokEvent: name)
            count.serverNames[otherName, default: 0] += 1
            fates[index] = .counted
        } else {
            count.pixelOnly += 1
            if !events.isEmpty, !events.contains(where: { $0.state == .delivered }) { count.notSent += 1 }
        }
        counts[name] = count
        return true
    }

    /// How many deliveries wait that have no name and id yet.
    private func undecided() throws -> Int {
        let statement = try PreparedStatement(database, SQL.undecided)
        statement.bind(destination, at: 1)
        statement.bind(PairCount.maximumUndecided, at: 2)
        defer { statement.reset() }
        var count = 0
        while try statement.step() { count += 1 }
        return count
    }

    /// Some of the events that were sent with an `event_id`, or have it and are not decided.
    private func events(of eventID: String) throws -> [Event] {
        let range = KeyPrefix.range(of: KeyPrefix.of(eventID: eventID))
        findEvents.bind(range.lowerBound, at: 1)
        findEvents.bind(range.upperBound, at: 2)
        findEvents.bind(eventID, at: 3)
        findEvents.bind(destination, at: 4)
        findEvents.bind(Self.eventsOfOneID, at: 5)
        findRenamed.bind(eventID, at: 1)
        findRenamed.bind(destination, at: 2)
        findRenamed.bind(Self.eventsOfOneID, at: 3)
        return try events(findEvents) + events(findRenamed)
    }

    private func events(_ statement: PreparedStatement) throws -> [Event] {
        defer { statement.reset() }
        var events: [Event] = []
        while try statement.step() {
            events.append(
                Event(
                    state: try StoredValue.value(Int(statement.integer(0))), sentName: statement.text(1),
                    sentEventID: statement.text(2), sentAt: Timestamp(milliseconds: statement.integer(3)),
                    isServerOnly: question.serverOnlyNames.contains(statement.text(4) ?? "")))
        }
        return events
    }

    // MARK: Other names

    /// Says of each delivery whose `event_id` the pixel reported under other names what that means: an echo that found
    /// its own delivery is none of them.
    private mutating func countOtherNames() {
        for delivery in doubtful {
            let others = delivery.others.filter { fates[$0.index] == .otherName }
            if !delivery.isPaired {
                if let first = others.first {
                    counts[delivery.name]?.mismatches[first.name, default: 0] += 1
                } else {
                    counts[delivery.name]?.serverOnly += 1
                }
            }
            for other in delivery.isPaired ? others[...] : others.dropFirst() {
                counts[delivery.name]?.extraNames[other.name, default: 0] += 1
            }
            for other in others where isAsked(other.name) {
                fates[other.index] = .counted
                var count = counts[other.name] ?? PairCount(tiktokEvent: other.name)
                count.serverNames[delivery.name, default: 0] += 1
                if other.seenAt < question.since { count.echoes += 1 }
                counts[other.name] = count
            }
        }
    }

    private func isAsked(_ name: String) -> Bool {
        question.tiktokEvents?.contains(name) ?? !question.othersEvents.contains(name)
    }

    enum SQL {
        static let deliveries = """
            SELECT d.tiktok_event, d.sent_event_id, coalesce(d.first_sent_at, d.first_opened_at, e.received_at),
                e.event_name
            FROM outbox_delivery d CROSS JOIN outbox_event e ON e.id = d.event
            WHERE d.destination = ? AND d.event >= ? AND d.state = 1 AND e.received_at >= ?
            """
        static let findEchoes = """
            SELECT id, tiktok_event, seen_at FROM outbox_pixel_echo INDEXED BY outbox_pixel_echo_key
            WHERE pixel_code = ? AND event_id = ?
            """
        static let echoes = """
            SELECT id, tiktok_event, event_id FROM outbox_pixel_echo INDEXED BY outbox_pixel_echo_seen
            WHERE pixel_code = ? AND seen_at >= ?
            """
        static let findEvents = """
            SELECT d.state, d.tiktok_event, d.sent_event_id,
                coalesce(d.first_sent_at, d.first_opened_at, e.received_at), e.event_name
            FROM outbox_event e INDEXED BY outbox_event_key
            CROSS JOIN outbox_delivery d ON d.event = e.id
            WHERE e.key BETWEEN ? AND ? AND e.event_id = ? AND d.destination = ?
                AND (d.sent_event_id IS NULL OR d.sent_event_id = e.event_id)
            LIMIT ?
            """
        /// Those that left with an id that is not their event's.
        static let findRenamed = """
            SELECT d.state, d.tiktok_event, d.sent_event_id,
                coalesce(d.first_sent_at, d.first_opened_at, e.received_at), e.event_name
            FROM outbox_delivery d INDEXED BY outbox_delivery_twin
            CROSS JOIN outbox_event e ON e.id = d.event
            WHERE d.twin = 1 AND d.sent_event_id = ? AND d.destination = ? AND e.event_id IS NOT d.sent_event_id
            LIMIT ?
            """
        static let undecided = """
            SELECT 1 FROM outbox_delivery INDEXED BY outbox_delivery_due
            WHERE destination = ? AND state = 0 AND tiktok_event IS NULL LIMIT ?
            """
    }
}
