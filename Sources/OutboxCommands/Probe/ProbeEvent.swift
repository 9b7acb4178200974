import OutboxCore
import OutboxIdentity

/// The one event that `outbox check --probe` sends: whole enough for TikTok, about nobody, and only ever with a test
/// code, so that it counts for nothing.
struct ProbeEvent {
    let eventSource: EventSource
    let eventSourceID: String
    let now: Timestamp

    /// The bytes of the TikTok event (TikTok: Report Web, App, Offline or CRM Events; only what each requires).
    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("event", "ViewContent")
        writer.key("event_time")
        writer.integer(now.seconds)
        writer.member("event_id", "outbox-probe-\(now.milliseconds)")
        writer.key("user")
        writer.beginObject()
        writer.member("external_id", SHA256Digest(of: "outbox-probe").hexadecimal)
        writer.endObject()
        switch eventSource {
        case .web: write("page", "url", "https://example.com/outbox-probe", to: &writer)
        case .app: write("app", "app_id", eventSourceID, to: &writer)
        case .crm: write("lead", "lead_id", "outbox-probe", to: &writer)
        case .offline: break
        }
        writer.endObject()
        return writer.bytes
    }

    private func write(_ object: String, _ member: String, _ text: String, to writer: inout JSONWriter) {
        writer.key(object)
        writer.beginObject()
        writer.member(member, text)
        writer.endObject()
    }
}
