import OutboxCore

/// The newest request that is kept of a delivery, cut down to the one event, and its answer.
struct Exchange {
    private let endpoint: String?
    private let position: Int
    private let request: JSONDocument?
    private let response: [UInt8]?

    /// Looks for the newest attempt whose bodies are kept.
    init(_ delivery: StoredDelivery, endpoint: String?) {
        let attempt = delivery.attempts.last { $0.request != nil || $0.response != nil }
        self.endpoint = endpoint
        position = attempt?.position ?? 0
        request = attempt?.request.flatMap { try? JSONDocument($0) }
        response = attempt?.response
    }

    /// The TikTok event as it was sent.
    var event: JSONValue? { request?.root["data"]?[position] }

    /// Writes endpoint, headers (never the token) and the event, or null.
    func writeRequest(to writer: inout JSONWriter) {
        guard let event else {
            writer.null()
            return
        }
        writer.beginObject()
        writer.member("endpoint", endpoint)
        writer.key("headers")
        writer.beginObject()
        writer.member("Access-Token", "(not kept)")
        writer.member("Content-Type", "application/json")
        writer.endObject()
        for name in ["event_source", "event_source_id", "test_event_code"] {
            guard let value = request?.root[name] else { continue }
            writer.key(name)
            writer.value(value)
        }
        writer.key("event")
        writer.value(event)
        writer.endObject()
    }

    /// Writes the answer as JSON where it is JSON, else as text, or null.
    func writeResponse(to writer: inout JSONWriter) {
        guard let response else {
            writer.null()
            return
        }
        if let document = try? JSONDocument(response) {
            writer.value(document.root)
        } else {
            writer.string(String(decoding: response, as: UTF8.self))
        }
    }
}
