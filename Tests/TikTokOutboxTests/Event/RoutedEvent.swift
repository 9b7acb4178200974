import FoundationEssentials
import GRDB
import OutboxCore
import OutboxRouting
import OutboxTestSupport
import TikTokOutbox

/// An event on its whole way: handed over, kept, read from the disk, and made into what TikTok gets.
struct RoutedEvent {
    /// Why nothing would leave.
    struct NotSent: Error, CustomStringConvertible { let description: String }

    /// The event as it is kept.
    let stored: JSONValue
    /// What was added to it.
    let marks: Set<EventMark>
    /// The name at TikTok.
    let tiktokEvent: String
    private let sent: JSONDocument

    /// Hands an event over and routes it by the shipped mapping, at a destination of a kind.
    init(_ event: ConversionEvent, to eventSource: EventSource = .web) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("outbox.db")
        let outbox = try Outbox(path: path, source: "shop", identity: .init(phoneRegion: "GB"), eventID: .generate)
        let receipt = try await outbox.enqueue(event)
        let row = try DatabaseQueue(path: path).read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT event_name, event_time, body FROM outbox_event JOIN outbox_event_body ON event = id")
        }
        guard let row else { throw NotSent(description: "nothing is kept") }
        let time = Timestamp(milliseconds: row["event_time"])
        let record = try EventRecord([UInt8](row["body"] as Data))
        (stored, marks) = (record.event, record.marks)
        let delivery = ClaimedDelivery(
            key: DeliveryKey(event: EventNumber(1), source: SourceID(1), deliveryClass: .live),
            eventName: row["event_name"], eventID: receipt.eventID, eventTime: time, receivedAt: time, dueAt: time,
            record: [UInt8](row["body"] as Data))
        var rules = DestinationRules(name: "main", eventSource: eventSource, eventSourceID: "C4K")
        rules.mode = .live
        let decision = Router(rules: rules).decide(delivery, context: RoutingContext(now: time))
        guard case .send(let rendered) = decision else { throw NotSent(description: "\(decision)") }
        tiktokEvent = rendered.tiktokEvent
        sent = try JSONDocument(rendered.bytes)
    }

    /// The text of a value of what is sent, as it stands there; nil where there is none.
    subscript(_ path: String) -> String? {
        guard let path = try? JSONPath(path), let value = sent.root.value(at: path) else { return nil }
        return String(decoding: value.raw, as: UTF8.self)
    }
}
