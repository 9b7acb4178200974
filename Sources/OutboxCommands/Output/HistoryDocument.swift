import OutboxCore

/// The history of events as the JSON of `outbox show --json`.
struct HistoryDocument {
    let histories: [EventHistory]
    /// Where each destination's requests go, by name, for the request's `endpoint`.
    let endpoints: [String: String]

    /// The one document: an array, also for one event.
    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for history in histories {
            writer.beginObject()
            writer.key("event")
            write(history.event, to: &writer)
            writer.key("deliveries")
            writer.beginArray()
            for delivery in history.deliveries { write(delivery, to: &writer) }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        return writer.bytes
    }

    private func write(_ event: StoredEvent, to writer: inout JSONWriter) {
        let record = event.record.flatMap { try? EventRecord($0) }
        writer.beginObject()
        writer.member("number", Int(event.number.rawValue))
        writer.member("source", event.source)
        writer.member("dialect", event.dialect)
        writer.member("id", event.producerID)
        writer.member("event_name", event.eventName)
        writer.member("event_id", event.eventID)
        writer.member("event_time", event.eventTime)
        writer.member("received_at", event.receivedAt)
        writer.key("body")
        if let record { writer.value(record.event) } else { writer.null() }
        // Null where the body is what was received.
        writer.key("received")
        if let received = record?.received { writer.value(received) } else { writer.null() }
        writer.key("headers")
        if let headers = record?.headers { writer.value(headers) } else { writer.null() }
        writer.problems("warnings", record?.warnings ?? [])
        writer.key("marks")
        writer.beginArray()
        for mark in EventMark.allCases where record?.marks.contains(mark) == true { writer.string(mark.rawValue) }
        writer.endArray()
        writer.endObject()
    }

    private func write(_ delivery: StoredDelivery, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("destination", delivery.destination)
        writer.member("state", delivery.state.name)
        writer.member("reason", delivery.reason?.name)
        writer.member("detail", delivery.detail)
        writer.member("tiktok_event", delivery.tiktokEvent)
        writer.member("sent_event_id", delivery.sentEventID)
        writer.key("attempts")
        writer.beginArray()
        for attempt in delivery.attempts { write(attempt, to: &writer) }
        writer.endArray()
        let exchange = Exchange(delivery, endpoint: endpoints[delivery.destination])
        writer.key("request")
        exchange.writeRequest(to: &writer)
        writer.key("response")
        exchange.writeResponse(to: &writer)
        writer.endObject()
    }

    private func write(_ attempt: StoredAttempt, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("opened_at", attempt.openedAt)
        writer.member("duration_ms", attempt.durationMilliseconds)
        writer.member("http_status", attempt.httpStatus)
        writer.member("code", attempt.code)
        writer.member("message", attempt.message)
        writer.member("request_id", attempt.requestID)
        writer.member("verdict", attempt.verdict?.name)
        writer.member("detail", attempt.detail)
        writer.member("position", attempt.position)
        writer.member("events", attempt.events)
        writer.member("revision", attempt.configuration)
        writer.endObject()
    }
}
