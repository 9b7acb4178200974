import OutboxCore

/// What a cancellation came to, delivery by delivery.
struct CancellationDocument {
    /// The events before, and as they are now.
    let before: [EventHistory]
    let after: [EventHistory]

    /// `{"events":[{…,"deliveries":[{"destination","result"}]}]}`; the results are `cancelled` (now), `being_sent`
    /// (it is on its way, and cannot be taken back), or what it had come to before: `already_delivered` and so on. What
    /// is cancelled also says whether it `may_have_arrived`.
    var bytes: [UInt8] {
        let states = Dictionary(
            before.map { ($0.event.number, $0.deliveries) }, uniquingKeysWith: { first, _ in first })
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("events")
        writer.beginArray()
        for history in after {
            writer.beginObject()
            EventDocument.write(history.event, to: &writer)
            writer.key("deliveries")
            writer.beginArray()
            for delivery in history.deliveries {
                let earlier = states[history.event.number]?.first { $0.destination == delivery.destination }
                writer.beginObject()
                writer.key("destination")
                writer.string(delivery.destination)
                writer.key("result")
                writer.string(Self.result(delivery, before: earlier))
                if delivery.state == .cancelled {
                    writer.key("may_have_arrived")
                    writer.bool(delivery.firstSentAt != nil)
                }
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func result(_ delivery: StoredDelivery, before: StoredDelivery?) -> String {
        switch delivery.state {
        case .cancelled: before?.state == .cancelled ? "already_cancelled" : "cancelled"
        // What was not being sent has just been taken back; what is queued still is on its way.
        case .queued: "being_sent"
        default: "already_\(delivery.state.name)"
        }
    }
}
