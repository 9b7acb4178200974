import GRDB
import OutboxCore

/// Pairs the deliveries of one destination with the echoes of its pixel, in a read transaction.
struct PairReader {
    private struct Echo {
        var id: Int64
        var name: String
        var seenAt: Timestamp
    }

    private let database: Database
    private let question: PairQuestion
    private let destination: Int64
    private let findEchoes: PreparedStatement
    private let findEvents: PreparedStatement
    private var counts: [String: PairCount] = [:]
    // By the number of the echo, from the lowest on: whether the server sent its event_id.
    private var isAnswered: [Bool]
    private let lowestEcho: Int64

    init(_ question: PairQuestion, destination: Int64, _ database: Database) throws {
        self.database = database
        self.question = question
        self.destination = destination
        findEchoes = try PreparedStatement(database, SQL.findEchoes)
        findEvents = try PreparedStatement(database, SQL.findEvents)
        let bounds = try Row.fetchOne(
            database, sql: "SELECT (SELECT min(id) FROM outbox_pixel_echo), (SELECT max(id) FROM outbox_pixel_echo)"
        )
        let lowest: Int64 = bounds?[0] ?? 0
        let highest: Int64 = bounds?[1] ?? lowest - 1
        lowestEcho = lowest
        isAnswered = Array(repeating: false, count: Int(highest - lowest) + 1)
    }

    /// Counts both sides, and gives the counts by name, the most frequent first.
    mutating func answer() throws -> [PairCount] {
        try countDeliveries()
        try countEchoes()
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
        for echo in echoes { isAnswered[Int(echo.id - lowestEcho)] = true }
        if let twin = echoes.first(where: { $0.name == name }) {
            count.paired += 1
            count.lag.add(pixel: twin.seenAt, server: sentAt)
        } else if let other = echoes.first {
            count.mismatches[other.name, default: 0] += 1
        } else {
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
            found.append(Echo(id: findEchoes.integer(0), name: findEchoes.text(1) ?? "", seenAt: seenAt))
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
            counts[name, default: PairCount(tiktokEvent: name)].echoes += 1
            guard !isAnswered[Int(echoes.integer(0) - lowestEcho)] else { continue }
            try countUnanswered(name, eventID: echoes.text(2) ?? "")
        }
    }

    /// Looks whether the event came before the span, waits, or was not sent.
    private mutating func countUnanswered(_ name: String, eventID: String) throws {
        let states = try states(of: eventID)
        guard !states.contains(.delivered) else { return }
        counts[name]?.pixelOnly += 1
        if states.contains(.queued) {
            counts[name]?.waiting += 1
        } else if !states.isEmpty {
            counts[name]?.notSent += 1
        }
    }

    private func states(of eventID: String) throws -> [DeliveryState] {
        let range = KeyPrefix.range(of: KeyPrefix.of(eventID: eventID))
        findEvents.bind(range.lowerBound, at: 1)
        findEvents.bind(range.upperBound, at: 2)
        findEvents.bind(eventID, at: 3)
        findEvents.bind(destination, at: 4)
        defer { findEvents.reset() }
        var states: [DeliveryState] = []
        while try findEvents.step() { states.append(try StoredValue.value(Int(findEvents.integer(0)))) }
        return states
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
            SELECT d.state FROM outbox_event e INDEXED BY outbox_event_key
            CROSS JOIN outbox_delivery d ON d.event = e.id
            WHERE e.key BETWEEN ? AND ? AND e.event_id = ? AND d.destination = ?
            """
    }
}
