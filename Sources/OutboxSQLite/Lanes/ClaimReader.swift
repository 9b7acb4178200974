import GRDB
import OutboxCore

/// Reads claimed deliveries with their events, within a read transaction.
struct ClaimReader {
    /// The statement; it begins at the delivery.
    static let sql = """
        SELECT e.source, e.event_name, e.event_id, e.event_time, e.received_at,
               e.twins OR EXISTS (
                   SELECT 1 FROM outbox_delivery t INDEXED BY outbox_delivery_twin
                   WHERE t.twin = 1 AND t.sent_event_id = e.event_id),
               d.attempts, d.losses, d.first_sent_at, d.first_opened_at, d.paused_ms, b.body,
               d.even_if_counted_twice, d.tiktok_event, d.sent_event_id, s.event_source_id
        FROM outbox_delivery d
        CROSS JOIN outbox_event e ON e.id = d.event
        LEFT JOIN outbox_event_body b ON b.event = d.event
        LEFT JOIN outbox_event_source s ON s.id = d.sent_to
        WHERE d.destination = ? AND d.event = ?
        """

    /// What an event was sent as for other destinations, and may have arrived as.
    static let elsewhere = """
        SELECT d.tiktok_event, d.sent_event_id, d.first_sent_at, s.event_source_id
        FROM outbox_destination o
        CROSS JOIN outbox_delivery d ON d.destination = o.id AND d.event = ?
        CROSS JOIN outbox_event_source s ON s.id = d.sent_to
        WHERE o.id <> ? AND d.first_sent_at IS NOT NULL AND d.tiktok_event IS NOT NULL
            AND NOT \(CountTwiceCheck.neverCounted)
        """

    private let destination: DestinationID
    private let statement: PreparedStatement
    private let findElsewhere: PreparedStatement
    private let withdrawals: WithdrawalLookup
    private let database: Database
    /// Read for the first delivery that asks.
    private var underWay: SendingsUnderWay?

    /// Prepares the statements.
    init(_ database: Database, destination: DestinationID) throws {
        self.destination = destination
        self.database = database
        statement = try PreparedStatement(database, Self.sql)
        findElsewhere = try PreparedStatement(database, Self.elsewhere)
        withdrawals = try WithdrawalLookup(database)
    }

    /// The delivery at a place in its class; nil where its event is gone.
    mutating func read(_ place: HeldClaims.Cursor, in deliveryClass: DeliveryClass) throws -> ClaimedDelivery? {
        statement.bind(destination.rawValue, at: 1)
        statement.bind(place.event.rawValue, at: 2)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let source = SourceID(statement.integer(0))
        let firstSentAt = statement.optionalInteger(8).map(Timestamp.init(milliseconds:))
        let record = statement.bytes(11)
        let eventID = statement.text(2)
        return ClaimedDelivery(
            key: DeliveryKey(event: place.event, source: source, deliveryClass: deliveryClass),
            eventName: statement.text(1) ?? "", eventID: eventID,
            eventTime: Timestamp(milliseconds: statement.integer(3)),
            receivedAt: Timestamp(milliseconds: statement.integer(4)), dueAt: place.dueAt,
            attempts: Int(statement.integer(6)), losses: Int(statement.integer(7)),
            firstSentAt: firstSentAt, sentAs: firstSentAt == nil ? nil : sending,
            consentWithdrawnAt: try withdrawals.withdrawnAt(record),
            firstOpenedAt: statement.optionalInteger(9).map(Timestamp.init(milliseconds:)),
            pausedMillisecondsAtFirstOpening: statement.integer(10),
            evenIfCountedTwice: statement.integer(12) != 0, hasTwins: statement.integer(5) != 0,
            // Late routing makes deliveries in class bulk and moves there what waits elsewhere, and retries come of
            // both; else none is made after another one was sent.
            elsewhere: deliveryClass == .live ? [] : try elsewhere(place.event, ownEventID: eventID),
            record: record
        )
    }

    private var sending: Sending? {
        statement.text(13).map { tiktokEvent in
            Sending(
                eventSourceID: statement.text(15), tiktokEvent: tiktokEvent, sentEventID: statement.text(14)
            )
        }
    }

    private mutating func elsewhere(
        _ event: EventNumber, ownEventID: String?
    ) throws -> [ClaimedDelivery.Twin] {
        findElsewhere.bind(event.rawValue, at: 1)
        findElsewhere.bind(destination.rawValue, at: 2)
        defer { findElsewhere.reset() }
        let underWay = try self.underWay ?? SendingsUnderWay(database, except: destination)
        self.underWay = underWay
        var found = underWay.sendings(of: event, ownEventID: ownEventID)
        while try findElsewhere.step() {
            found.append(
                ClaimedDelivery.Twin(
                    event: event, tiktokEvent: findElsewhere.text(0) ?? "", sentEventID: findElsewhere.text(1),
                    eventSourceID: findElsewhere.text(3),
                    openedAt: Timestamp(milliseconds: findElsewhere.integer(2))
                )
            )
        }
        return found
    }
}
