import OutboxCore
import OutboxRouting

/// What would become of an event at one destination.
struct DryRunFate {
    let destination: String
    /// How it was decided.
    let trace: RoutingTrace
    /// Why nothing leaves there at the moment; nil where it does.
    let standstill: String?
    /// What would be sent; nil where nothing would.
    var event: RenderedEvent?
    /// Why it would not.
    private(set) var reason: DeliveryReason?
    /// The step that decided.
    var detail: String?

    init(destination: String, trace: RoutingTrace, standstill: String?) {
        self.destination = destination
        self.trace = trace
        self.standstill = standstill
    }

    /// Notes how it would end without being sent.
    mutating func end(_ outcome: DeliveryOutcome) {
        switch outcome.next {
        case .skipped(let reason), .failed(let reason): self.reason = reason
        case .delivered, .queued: break
        }
        detail = outcome.detail
    }

    /// `sent`, or the state and the reason: `skipped: filter`.
    var summary: String {
        if let event { return "sent as \(event.tiktokEvent)" }
        guard let reason else { return "not sent" }
        return "\(reason.state.name): \(reason.name)"
    }

    /// Writes it as one object.
    ///
    /// - Parameter eventSource: the kind of the destination's event source, for the keys that TikTok matches by.
    func write(to writer: inout JSONWriter, eventSource: EventSource) {
        writer.beginObject()
        writer.member("destination", destination)
        writer.member("outcome", event == nil ? reason?.state.name : "sent")
        writer.member("reason", reason?.name)
        writer.member("detail", detail)
        writer.member("standstill", standstill)
        writer.member("tiktok_event", event?.tiktokEvent)
        writer.member("sent_event_id", event?.sentEventID)
        writer.member("test_event_code", event?.testEventCode)
        writer.problems("warnings", event?.warnings ?? [])
        writer.key("match_keys")
        if let event {
            let keys = MatchKeys(event.bytes, eventSource: eventSource)
            writer.beginObject()
            writer.strings("present", keys.present)
            writer.strings("missing", keys.missing)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.endObject()
    }
}
