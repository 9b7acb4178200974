import GRDB
import OutboxCore

/// Finds what was sent as the same TikTok event for another event, within a read transaction.
struct TwinReader {
    /// Of each event source the newest one, and of those given up the oldest, which TikTok forgets first: the lane's
    /// own, and any destination's at the event source asked for.
    static let sql = """
        WITH twins AS (
            SELECT d.event, d.first_sent_at, d.sent_to, s.event_source_id, \(isGivenUp) AS is_given_up
            FROM outbox_delivery d INDEXED BY outbox_delivery_twin
            LEFT JOIN outbox_event_source s ON s.id = d.sent_to
            WHERE d.twin = 1 AND d.sent_event_id = ? AND d.tiktok_event = ? AND d.event <> ?
              AND d.first_sent_at IS NOT NULL
              AND d.reason IS NOT 2 -- validated: under a test code nothing counts
              AND (d.destination = ? OR s.event_source_id = ?))
        SELECT event, first_sent_at, event_source_id, is_given_up,
            -- the other columns are those of the row with this maximum
            max(CASE WHEN is_given_up THEN -first_sent_at ELSE first_sent_at END)
        FROM twins GROUP BY sent_to, is_given_up
        """

    /// Whether a delivery ended otherwise than delivered, and no answer ever said that TikTok took it.
    private static let isGivenUp = """
        (d.state NOT IN (\(DeliveryState.queued.rawValue), \(DeliveryState.delivered.rawValue)) AND NOT EXISTS (
            SELECT 1 FROM outbox_delivery_attempt t
            WHERE t.destination = d.destination AND t.event = d.event
                AND t.verdict IN (\(Verdict.delivered.rawValue), \(Verdict.deliveredWithWarnings.rawValue))))
        """

    private let destination: DestinationID
    private let statement: PreparedStatement

    /// Prepares the statement.
    init(_ database: Database, destination: DestinationID) throws {
        self.destination = destination
        statement = try PreparedStatement(database, Self.sql)
    }

    /// The answers to a question.
    func twins(_ question: TwinQuestion) throws -> [ClaimedDelivery.Twin] {
        statement.bind(question.sentEventID, at: 1)
        statement.bind(question.tiktokEvent, at: 2)
        statement.bind(question.event.rawValue, at: 3)
        statement.bind(destination.rawValue, at: 4)
        statement.bind(question.eventSourceID, at: 5)
        defer { statement.reset() }
        var twins: [ClaimedDelivery.Twin] = []
        while try statement.step() {
            twins.append(
                ClaimedDelivery.Twin(
                    event: EventNumber(statement.integer(0)), tiktokEvent: question.tiktokEvent,
                    sentEventID: question.sentEventID, eventSourceID: statement.text(2),
                    openedAt: Timestamp(milliseconds: statement.integer(1)), isGivenUp: statement.integer(3) != 0
                )
            )
        }
        return twins
    }
}
