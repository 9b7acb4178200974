package import OutboxCore

/// The JSON object around the events of a request, rendered once:
/// `{"event_source":"web","event_source_id":"…","test_event_code":"…","data":[…]}`.
package struct RequestEnvelope: Sendable, Hashable {
    /// The longest body that a batch should make: TikTok publishes no limit, 1 MB is what careful senders keep to.
    package static let maximumBytes = 1_000_000
    /// The most events in a request (TikTok: Report Web, App, Offline or CRM Events, `data`).
    package static let maximumEvents = 1000

    private let head: [UInt8]
    private static let tail: [UInt8] = Array("]}".utf8)

    /// Makes an envelope; nil or empty for no test code.
    package init(eventSource: EventSource, eventSourceID: String, testEventCode: String?) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("event_source")
        writer.string(eventSource.rawValue)
        writer.key("event_source_id")
        writer.string(eventSourceID)
        if let testEventCode, !testEventCode.isEmpty {
            writer.key("test_event_code")
            writer.string(testEventCode)
        }
        writer.key("data")
        writer.beginArray()
        head = writer.bytes
    }

    /// The bytes of a request without events.
    package var envelopeBytes: Int { head.count + Self.tail.count }

    /// The bytes of a request with so many events of so many bytes together.
    package func size(events count: Int, bytes: Int) -> Int {
        envelopeBytes + bytes + max(0, count - 1)
    }

    /// The body of a request: the rendered events as they are, in their order.
    package func body(_ events: [[UInt8]]) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(size(events: events.count, bytes: events.reduce(0) { $0 + $1.count }))
        body += head
        for (index, event) in events.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += event
        }
        body += Self.tail
        return body
    }
}
