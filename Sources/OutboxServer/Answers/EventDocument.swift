import OutboxCore

/// What became of events, as `GET /v1/events/{event_id}` tells their producer.
struct EventDocument {
    let histories: [EventHistory]

    /// `{"events":[{…,"deliveries":[…]}]}`.
    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("events")
        writer.beginArray()
        for history in histories {
            writer.beginObject()
            Self.write(history.event, to: &writer)
            writer.key("deliveries")
            writer.beginArray()
            for delivery in history.deliveries { Self.write(delivery, to: &writer) }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// Writes what names an event.
    static func write(_ event: StoredEvent, to writer: inout JSONWriter) {
        writer.key("number")
        writer.integer(event.number.rawValue)
        writer.key("event_name")
        writer.string(event.eventName)
        writer.optional("event_id", event.eventID)
        writer.optional("id", event.producerID)
        writer.key("event_time")
        writer.string(event.eventTime.iso8601)
        writer.key("received_at")
        writer.string(event.receivedAt.iso8601)
    }

    private static func write(_ delivery: StoredDelivery, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("destination")
        writer.string(delivery.destination)
        writer.key("state")
        writer.string(delivery.state.name)
        writer.optional("reason", delivery.reason?.name)
        writer.optional("detail", delivery.detail)
        writer.key("being_sent")
        writer.bool(delivery.isBeingSent)
        writer.key("paused")
        writer.bool(delivery.pause != nil)
        writer.optional("due_at", delivery.state == .queued ? delivery.dueAt.iso8601 : nil)
        writer.key("attempts")
        writer.integer(delivery.attempts.count)
        writer.optional("tiktok_event", delivery.tiktokEvent)
        writer.endObject()
    }
}

extension JSONWriter {
    /// Writes a member whose value is a text or null.
    mutating func optional(_ name: StaticString, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }
}
