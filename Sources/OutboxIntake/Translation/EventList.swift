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

    let elements: [Element]

    /// Cuts a document; nil if it holds no list, so that it is one event itself.
    ///
    /// Each event gets the members that stand beside the list, where it has none of that name.
    init?(_ document: JSONValue, dialect: Dialect) {
        guard let list = dialect.list, let value = document[list], value.kind == .array else { return nil }
        elements = value.elements.enumerated().map { index, element in
            let members = Set(element.members.compactMap(\.key.string))
            let place = ReceivedDocument.ListPlace(list: list, index: index, members: members)
            guard element.kind == .object else {
                return Element(
                    event: .failure(FieldProblem("not an object: \(ShownValue.kind(of: element))")), place: place)
            }
            var writer = JSONWriter()
            writer.beginObject()
            Self.write(element, to: &writer) { _ in true }
            Self.write(document, to: &writer) { $0 != list && !members.contains($0) }
            writer.endObject()
            return Element(event: .success(writer.bytes), place: place)
        }
    }

    private static func write(
        _ object: JSONValue, to writer: inout JSONWriter, where isWanted: (String) -> Bool
    ) {
        for (key, member) in object.members {
            guard let name = key.string, isWanted(name) else { continue }
            writer.key(key)
            writer.value(member)
        }
    }
}
