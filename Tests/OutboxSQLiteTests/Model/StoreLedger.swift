import FoundationEssentials
import GRDB
import OutboxCore

/// Everything that the tables hold, read past the store.
///
/// The connection also keeps the write-ahead log alive while
/// processes come and go, as a kill leaves it.
final class StoreLedger {
    private let database: DatabaseQueue

    init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        database = try DatabaseQueue(path: path, configuration: configuration)
        // A connection that has read keeps the log from being deleted by the last one that writes.
        _ = try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM outbox_event") }
    }

    func close() {
        try? database.close()
    }

    /// The counters as they are written.
    func counters() throws -> [OutboxModel.CountKey: Int] {
        try counts("SELECT source, destination, state, class, reason, n FROM outbox_count WHERE n <> 0")
    }

    /// The counters as they follow from the rows.
    func recount() throws -> [OutboxModel.CountKey: Int] {
        try counts(
            """
            SELECT e.source, d.destination, d.state, CASE WHEN d.state = 0 THEN d.class ELSE 0 END,
                coalesce(d.reason, 0), COUNT(*)
            FROM outbox_delivery AS d JOIN outbox_event AS e ON e.id = d.event GROUP BY 1, 2, 3, 4, 5
            UNION ALL SELECT source, 0, 0, 0, 0, COUNT(*) FROM outbox_event GROUP BY 1
            UNION ALL SELECT source, 0, 2, 0, 0, COUNT(*) FROM outbox_event WHERE routed = 0 GROUP BY 1
            UNION ALL SELECT source, 0, 1, 0, 0, COUNT(*) FROM outbox_event AS e WHERE routed = 1
                AND NOT EXISTS (SELECT 1 FROM outbox_delivery WHERE event = e.id) GROUP BY 1
            """)
    }

    private func counts(_ sql: String) throws -> [OutboxModel.CountKey: Int] {
        try database.read { database in
            let rows = try Row.fetchAll(database, sql: sql)
            return Dictionary(
                rows.map { row in
                    let key = OutboxModel.CountKey(
                        source: SourceID(row[0]), destination: row[1], state: row[2], deliveryClass: row[3],
                        reason: row[4])
                    return (key, row[5])
                }, uniquingKeysWith: +)
        }
    }

    func events() throws -> [EventNumber: OutboxModel.Event] {
        try database.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT e.*, b.body IS NOT NULL AS kept
                    FROM outbox_event AS e LEFT JOIN outbox_event_body AS b ON b.event = e.id
                    """)
            return Dictionary(
                uniqueKeysWithValues: try rows.map { row in
                    try Violation.unless(row["kept"], "event #\(row["id"] as Int64) has no body")
                    let event = OutboxModel.Event(
                        source: SourceID(row["source"]), name: row["event_name"], eventID: row["event_id"],
                        producerID: row["producer_id"], bodySHA256: Array(row["body_sha256"] as Data),
                        deliveryClass: DeliveryClass(rawValue: row["class"]) ?? .live,
                        receivedAt: Timestamp(milliseconds: row["received_at"]), isFannedOut: row["routed"] == 1)
                    return (EventNumber(row["id"]), event)
                })
        }
    }

    /// The deliveries; what they are open in is not in their rows.
    func deliveries() throws -> [OutboxModel.DeliveryID: OutboxModel.Delivery] {
        try database.read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT * FROM outbox_delivery")
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let id = OutboxModel.DeliveryID(
                        destination: DestinationID(row["destination"]), event: EventNumber(row["event"]))
                    var delivery = OutboxModel.Delivery(
                        deliveryClass: DeliveryClass(rawValue: row["class"]) ?? .live,
                        dueAt: Timestamp(milliseconds: row["due_at"]))
                    delivery.state = DeliveryState(rawValue: row["state"]) ?? .queued
                    delivery.reason = (row["reason"] as Int?).flatMap { DeliveryReason(rawValue: $0) }
                    delivery.attempts = row["attempts"]
                    delivery.losses = row["losses"]
                    delivery.firstSentAt = (row["first_sent_at"] as Int64?).map { Timestamp(milliseconds: $0) }
                    delivery.firstOpenedAt = (row["first_opened_at"] as Int64?).map { Timestamp(milliseconds: $0) }
                    delivery.pausedAtFirstOpening = row["paused_ms"]
                    delivery.evenIfCountedTwice = row["even_if_counted_twice"] == 1
                    delivery.attempt = (row["attempt"] as Int64?).map { AttemptID($0) }
                    return (id, delivery)
                })
        }
    }

    /// An attempt as it is on record.
    struct Attempt: Equatable {
        var lane: Lane
        var openedAt: Timestamp
        var isOpen: Bool
        var isUnknown: Bool
        var events: Int
    }

    func attempts() throws -> [AttemptID: Attempt] {
        try database.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT id, destination, epoch, opened_at, closed_at, outcome, events FROM outbox_attempt")
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let attempt = Attempt(
                        lane: Lane(destination: DestinationID(row[1]), epoch: row[2]),
                        openedAt: Timestamp(milliseconds: row[3]), isOpen: (row[4] as Int64?) == nil,
                        isUnknown: (row[5] as Int?) == 9, events: row[6])
                    return (AttemptID(row[0]), attempt)
                })
        }
    }

    /// How many deliveries are skipped as unmapped, as it is written.
    func unmappedNames() throws -> [OutboxModel.NameKey: Int] {
        try database.read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT destination, source, event_name, n FROM outbox_unmapped_name WHERE n <> 0")
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    (OutboxModel.NameKey(destination: row[0], source: row[1], eventName: row[2]), row[3] as Int)
                })
        }
    }

    /// How often each delivery was recorded as taken by TikTok.
    func timesDelivered() throws -> [OutboxModel.DeliveryID: Int] {
        try database.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT destination, event, COUNT(*) FROM outbox_delivery_attempt WHERE verdict IN (0, 1, 2)
                    GROUP BY 1, 2
                    """)
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    (
                        OutboxModel.DeliveryID(destination: DestinationID(row[0]), event: EventNumber(row[1])),
                        row[2] as Int
                    )
                })
        }
    }
}
