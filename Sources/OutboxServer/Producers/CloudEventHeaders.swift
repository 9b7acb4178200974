import NIOHTTP1
import OutboxCore

/// The headers of a CloudEvents event in binary mode, where the body is the event's data alone (CloudEvents 1.0, "HTTP
/// Protocol Binding", 3.1).
struct CloudEventHeaders {
    private static let attributes = ["specversion", "id", "source", "type", "time"]

    /// Their values, by name.
    private let values: [(name: String, value: String)]

    /// The headers of a request; nil where they name no event. In structured mode the envelope in the body counts.
    init?(_ headers: HTTPHeaders) {
        guard headers.contains(name: "ce-id") || headers.contains(name: "ce-type"),
            headers.first(name: "Content-Type")?.lowercased().hasPrefix("application/cloudevents") != true
        else { return nil }
        values = Self.attributes.compactMap { name in
            let value = headers.first(name: "ce-" + name) ?? (name == "specversion" ? "1.0" : nil)
            // What is not ASCII is percent-encoded (3.1.3.2).
            return value.map { (name, PercentCoding.decode($0) ?? $0) }
        }
    }

    /// The same event in structured mode. A body that is no JSON stays as it is, so that this is what is said of it; so
    /// does one that is an envelope already.
    func envelope(around data: [UInt8]) -> [UInt8] {
        guard let document = try? JSONDocument(data), document.root["specversion"] == nil else { return data }
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in values {
            writer.key(name)
            writer.string(value)
        }
        writer.key("data")
        writer.value(document.root)
        writer.endObject()
        return writer.bytes
    }
}
