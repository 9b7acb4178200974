import OutboxCore

/// The events of a document that holds several: Segment's batch, a request of the Measurement Protocol or of TikTok.
struct EventList {
    /// One of the events as a document of its own, or what is wrong with it.
    struct Element {
        let event: Result<[UInt8], FieldProblem>
        let place: ReceivedDocument.ListPlace

        /// Where it stood.
        var path: String { "\(place.list)[\(place.index)]" }
    }

    /// How many events it holds.
    let count: Int
    /// The document, cut one event after the other, so that never more than one is in memory.
    ///
    /// Each event gets the members that stand beside the list, where it has none of that name.
    let elements: AnySequence<Element>

    /// Finds the list of a document; nil if it holds none, so that it is one event itself.
    ///
    /// - Parameter limit: the most bytes of one event.
    init?(_ document: JSONValue, dialect: Dialect, limit: Int) {
        guard let name = dialect.list, let list = document[name], list.kind == .array else { return nil }
        count = list.count
        elements = AnySequence(
            list.elements.enumerated().lazy.map { index, element in
                Self.cut(element, at: index, of: document, name, limit)
            })
    }

    /// Finds the list of a document that is no JSON, in which each event is judged as it stands; nil if none is to be
    /// seen.
    init?(broken bytes: [UInt8], dialect: Dialect, limit: Int) {
        guard let list = BrokenList(bytes, dialect: dialect) else { return nil }
        count = list.events.count
        elements = AnySequence(list.events.indices.lazy.map { list.element(at: $0, limit: limit) })
    }

    private static func cut(
        _ element: JSONValue, at index: Int, of document: JSONValue, _ name: String, _ limit: Int
    ) -> Element {
        let members = Set(element.members.compactMap(\.key.string))
        let place = ReceivedDocument.ListPlace(list: name, index: index, members: members)
        guard element.kind == .object else {
            return Element(
                event: .failure(FieldProblem("not an object: \(ShownValue.kind(of: element))")), place: place)
        }
        var writer = JSONWriter()
        writer.beginObject()
        write(element, to: &writer, limit: limit) { _ in true }
        write(document, to: &writer, limit: limit) { $0 != name && !members.contains($0) }
        writer.endObject()
        return Element(event: .success(writer.bytes), place: place)
    }

    /// Writes members until there are more bytes than an event may have; then it is too large, whatever follows.
    private static func write(
        _ object: JSONValue, to writer: inout JSONWriter, limit: Int, where isWanted: (String) -> Bool
    ) {
        for (key, member) in object.members where writer.position.offset <= limit {
            guard let name = key.string, isWanted(name) else { continue }
            writer.key(key)
            writer.value(member)
        }
    }
}
