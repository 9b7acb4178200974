import OutboxCore

/// What of a replay TikTok would count twice, as SQL over the columns of `d` (promise 3).
///
/// TikTok keeps one of several events of the same `event` and `event_id` for 48 hours from the first (TikTok: Event
/// Deduplication); this keeps a margin of an hour, as the worker does when it sends.
struct CountTwiceCheck: Sendable {
    /// Whether a delivery never counted although it arrived: the only attempt that may have arrived is the one that was
    /// validated under a test code.
    static let neverCounted = """
        (d.state = \(DeliveryState.delivered.rawValue) AND d.reason IS \(DeliveryReason.validated.rawValue)
            AND d.first_sent_at IS (SELECT opened_at FROM outbox_attempt WHERE id = d.attempt))
        """

    /// Whether a delivery is held.
    let sql: String

    /// Makes the check of one destination; nil where the change holds nothing.
    init?(_ change: BulkChange, destination: String, now: Timestamp) {
        guard case .replay(evenIfCountedTwice: false, let undeduplicated, let eventSourceIDs) = change else {
            return nil
        }
        let bound = (now - UnknownOutcomes.resendWindow).milliseconds
        // Where an owner was gone before the answer, nobody knows what it was sent as: most likely with its own id.
        let sentEventID = """
            coalesce(d.sent_event_id, CASE WHEN d.tiktok_event IS NULL
                THEN (SELECT event_id FROM outbox_event WHERE id = d.event) END)
            """
        var isLost = undeduplicated.contains(destination) ? "TRUE" : "\(sentEventID) IS NULL"
        if let now = eventSourceIDs[destination] {
            let number = "SELECT id FROM outbox_event_source WHERE event_source_id = \(Self.quoted(now))"
            isLost += " OR (d.sent_to IS NOT NULL AND d.sent_to IS NOT (\(number)))"
        }
        sql = """
            (d.first_sent_at IS NOT NULL AND (d.first_sent_at < \(bound) OR \(isLost)) AND NOT \(Self.neverCounted))
            """
    }

    /// Whether an event is not sent to another destination, as SQL over `outbox_event`: it was sent to the same event
    /// source for one before, and TikTok would count it again.
    ///
    /// - Parameter destination: the number of the one that it would be sent to.
    static func isHeld(_ replay: LateReplay, at destination: Int64, now: Timestamp) -> String {
        guard !replay.evenIfCountedTwice, let eventSourceID = replay.eventSourceID else { return "FALSE" }
        let bound = (now - UnknownOutcomes.resendWindow).milliseconds
        let isLost = replay.isDeduplicated ? "d.first_sent_at < \(bound) OR d.sent_event_id IS NULL" : "TRUE"
        var isSame = ""
        if let tiktokEvents = replay.tiktokEvents {
            isSame = "AND d.tiktok_event IN (\(tiktokEvents.sorted().map(quoted).joined(separator: ", ")))"
        }
        return """
            EXISTS (
                SELECT 1 FROM outbox_destination AS o
                CROSS JOIN outbox_delivery AS d ON d.destination = o.id AND d.event = outbox_event.id
                WHERE o.id <> \(destination) AND d.first_sent_at IS NOT NULL AND d.sent_to IS (
                    SELECT id FROM outbox_event_source WHERE event_source_id = \(quoted(eventSourceID)))
                    AND d.sent_to IS NOT NULL \(isSame) AND (\(isLost)) AND NOT \(neverCounted))
            """
    }

    /// A text as SQL.
    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }
}
