/// What is stored of an event:
/// `{"event":…,"warnings":[{"path","problem"}],"marks":[…],"received":…,"headers":{…},"known_as":[…]}`.
///
/// The event, the document it was received as and the headers are in canonical form; each part but the event is there
/// only where there is something.
package struct EventRecord: Sendable {
    private let root: JSONValue
    /// The event, its identities replaced by digests.
    package let event: JSONValue
    /// The headers that were kept of its request: an object of texts, names in lower case.
    package let headers: JSONValue?

    /// An event may be as deep as documents from outside may be, and lies one level down in what is stored.
    private static let limits = {
        var limits = JSONLimits(depth: JSONLimits.standard.depth + 1)
        limits.mayRepeatKeys = true
        return limits
    }()

    /// Reads what was stored. Throws `JSONError` for bytes that `encode` did not write.
    package init(_ bytes: [UInt8]) throws(JSONError) {
        root = try JSONDocument(bytes, limits: Self.limits).root
        event = root["event"] ?? root
        // Of most there is nothing but the event.
        headers = root.count > 1 ? root["headers"] : nil
    }

    /// The document as it was received, its identities replaced by digests, where that was not the event itself: in
    /// another dialect than the native one, or in an envelope.
    package var received: JSONValue? { root["received"] }

    /// SHA-256 digests in hexadecimal digits that the event's users are known by as well, and that are not sent: of ids
    /// that are e-mail addresses, as addresses are written.
    package var knownAs: [String] { root["known_as"]?.elements.compactMap(\.string) ?? [] }

    /// What intake noticed about the event.
    package var warnings: [EventProblem] {
        guard let warnings = root["warnings"] else { return [] }
        return EventProblem.list(in: warnings)
    }

    /// What intake added to the event.
    package var marks: Set<EventMark> {
        guard root.count > 1, let marks = root["marks"] else { return [] }
        return Set(marks.elements.compactMap { $0.string.flatMap(EventMark.init(rawValue:)) })
    }

    /// The bytes to store.
    ///
    /// - Parameters:
    ///   - event: the event as canonical JSON.
    ///   - warnings: what intake noticed.
    ///   - marks: what intake added.
    ///   - received: the document as it was received, as canonical JSON, where that was not the event itself.
    ///   - headers: the headers that are kept, as canonical JSON: an object of texts, names in lower case.
    ///   - knownAs: digests that its users are known by as well.
    package static func encode(
        event: [UInt8], warnings: [EventProblem], marks: [EventMark], received: [UInt8]? = nil,
        headers: [UInt8]? = nil, knownAs: [String] = []
    ) -> [UInt8] {
        var writer = JSONWriter(
            capacity: event.count + (received?.count ?? 0) + (headers?.count ?? 0) + 96 * (1 + warnings.count))
        writer.beginObject()
        writer.key("event")
        writer.raw(event)
        if !warnings.isEmpty {
            writer.key("warnings")
            writer.problems(warnings)
        }
        if !marks.isEmpty {
            writer.key("marks")
            writer.beginArray()
            for mark in marks { writer.string(mark.rawValue) }
            writer.endArray()
        }
        if let received {
            writer.key("received")
            writer.raw(received)
        }
        if let headers {
            writer.key("headers")
            writer.raw(headers)
        }
        if !knownAs.isEmpty {
            writer.key("known_as")
            writer.beginArray()
            for digest in knownAs { writer.string(digest) }
            writer.endArray()
        }
        writer.endObject()
        return writer.takeBytes()
    }
}
