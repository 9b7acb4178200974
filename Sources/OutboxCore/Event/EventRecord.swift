/// What is stored of an event: `{"event":…,"warnings":[{"path","problem"}],"marks":[…]}`, the event in canonical form.
package struct EventRecord: Sendable {
    private let document: JSONDocument
    /// The event, its identities replaced by digests.
    package let event: JSONValue

    /// An event may be as deep as documents from outside may be, and lies one level down in what is stored.
    private static let limits = JSONLimits(depth: JSONLimits.standard.depth + 1)

    /// Reads what was stored. Throws `JSONError` for bytes that `encode` did not write.
    package init(_ bytes: [UInt8]) throws(JSONError) {
        document = try JSONDocument(bytes, limits: Self.limits)
        event = document.root["event"] ?? document.root
    }

    /// What intake noticed about the event.
    package var warnings: [EventProblem] {
        guard let warnings = document.root["warnings"] else { return [] }
        return warnings.elements.map {
            EventProblem(path: $0["path"]?.string ?? "", problem: $0["problem"]?.string ?? "")
        }
    }

    /// What intake added to the event.
    package var marks: Set<EventMark> {
        guard let marks = document.root["marks"] else { return [] }
        return Set(marks.elements.compactMap { $0.string.flatMap(EventMark.init(rawValue:)) })
    }

    /// The bytes to store.
    ///
    /// - Parameters:
    ///   - event: the event as canonical JSON.
    ///   - warnings: what intake noticed.
    ///   - marks: what intake added.
    package static func encode(event: [UInt8], warnings: [EventProblem], marks: [EventMark]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("event")
        writer.raw(event)
        if !warnings.isEmpty {
            writer.key("warnings")
            writer.beginArray()
            for warning in warnings {
                writer.beginObject()
                writer.key("path")
                writer.string(warning.path)
                writer.key("problem")
                writer.string(warning.problem)
                writer.endObject()
            }
            writer.endArray()
        }
        if !marks.isEmpty {
            writer.key("marks")
            writer.beginArray()
            for mark in marks { writer.string(mark.rawValue) }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes
    }
}
