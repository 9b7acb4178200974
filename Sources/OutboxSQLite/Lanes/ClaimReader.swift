import GRDB
import OutboxCore

/// Reads claimed deliveries with their events, within a read transaction.
struct ClaimReader {
    /// The statement; it begins at the delivery.
    static let sql = """
        SELECT e.source, e.event_name, e.event_id, e.event_time, e.received_at, e.twins, e.key,
               d.attempts, d.losses, d.first_sent_at, d.first_opened_at, d.paused_ms, b.body,
               d.even_if_counted_twice, d.tiktok_event, d.sent_event_id, s.event_source_id
        FROM outbox_delivery d
        CROSS JOIN outbox_event e ON e.id = d.event
        LEFT JOIN outbox_event_body b ON b.event = d.event
        LEFT JOIN outbox_event_source s ON s.id = d.sent_to
        WHERE d.destination = ? AND d.event = ?
        """

    static let twins = """
        SELECT e.id, d.tiktok_event, d.sent_event_id, d.first_sent_at, s.event_source_id
        FROM outbox_event e INDEXED BY outbox_event_key
        CROSS JOIN outbox_delivery d ON d.destination = ? AND d.event = e.id
        LEFT JOIN outbox_event_source s ON s.id = d.sent_to
        WHERE e.key BETWEEN ? AND ? AND e.id <> ?
          AND d.first_sent_at IS NOT NULL AND d.tiktok_event IS NOT NULL AND d.sent_event_id IS NOT NULL
          AND d.reason IS NOT 2 -- validated: under a test code nothing counts
        ORDER BY d.first_sent_at
        """

    private let destination: DestinationID
    private let statement: PreparedStatement
    private let findTwins: PreparedStatement
    private let withdrawals: WithdrawalLookup

    /// Prepares the statements.
    init(_ database: Database, destination: DestinationID) throws {
        self.destination = destination
        statement = try PreparedStatement(database, Self.sql)
        findTwins = try PreparedStatement(database, Self.twins)
        withdrawals = try WithdrawalLookup(database)
    }

    /// The delivery at a place in its class; nil where its event is gone.
    func read(_ place: HeldClaims.Cursor, in deliveryClass: DeliveryClass) throws -> ClaimedDelivery? {
        statement.bind(destination.rawValue, at: 1)
        statement.bind(place.event.rawValue, at: 2)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let source = SourceID(statement.integer(0))
        let hasTwins = statement.integer(5) != 0
        let firstSentAt = statement.optionalInteger(9).map(Timestamp.init(milliseconds:))
        let record = statement.bytes(12)
        return ClaimedDelivery(
            key: DeliveryKey(event: place.event, source: source, deliveryClass: deliveryClass),
            eventName: statement.text(1) ?? "", eventID: statement.text(2),
            eventTime: Timestamp(milliseconds: statement.integer(3)),
            receivedAt: Timestamp(milliseconds: statement.integer(4)), dueAt: place.dueAt,
            attempts: Int(statement.integer(7)), losses: Int(statement.integer(8)),
            firstSentAt: firstSentAt, sentAs: firstSentAt == nil ? nil : sending,
            consentWithdrawnAt: try withdrawals.withdrawnAt(record),
            firstOpenedAt: statement.optionalInteger(10).map(Timestamp.init(milliseconds:)),
            pausedMillisecondsAtFirstOpening: statement.integer(11),
            evenIfCountedTwice: statement.integer(13) != 0, hasTwins: hasTwins,
            twins: hasTwins ? try twins(of: place.event, key: statement.bytes(6) ?? []) : [],
            record: record
        )
    }

    private var sending: Sending? {
        statement.text(14).map { tiktokEvent in
            Sending(
                eventSourceID: statement.text(16), tiktokEvent: tiktokEvent, sentEventID: statement.text(15)
            )
        }
    }

    private func twins(of event: EventNumber, key: [UInt8]) throws -> [ClaimedDelivery.Twin] {
        let range = KeyPrefix.range(of: key.prefix(8))
        findTwins.bind(destination.rawValue, at: 1)
        findTwins.bind(range.lowerBound, at: 2)
        findTwins.bind(range.upperBound, at: 3)
        findTwins.bind(event.rawValue, at: 4)
        defer { findTwins.reset() }
        var twins: [ClaimedDelivery.Twin] = []
        while try findTwins.step() {
            twins.append(
                ClaimedDelivery.Twin(
                    event: EventNumber(findTwins.integer(0)), tiktokEvent: findTwins.text(1) ?? "",
                    sentEventID: findTwins.text(2) ?? "", eventSourceID: findTwins.text(4),
                    openedAt: Timestamp(milliseconds: findTwins.integer(3))
                )
            )
        }
        return twins
    }
}
