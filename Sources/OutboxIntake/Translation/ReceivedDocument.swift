import OutboxCore
import OutboxMapping

/// A document of another dialect, or in an envelope, that holds one event.
struct ReceivedDocument {
    /// The whole document.
    let root: JSONValue
    /// What the dialect reads: the document, or what its envelope holds.
    let event: JSONValue
    let envelope: CloudEvent?
    let dialect: Dialect
    /// Where the event stood, if it was one of several in a document.
    let place: ListPlace?

    /// The place of an event in a document that holds several.
    struct ListPlace {
        /// The member that holds the list, and the place in it.
        let list: String
        let index: Int
        /// The members that are the event's own; the others were beside the list.
        let members: Set<String>
    }

    /// Looks into the envelope, if there is one. Says what is wrong with it.
    init(_ root: JSONValue, dialect: Dialect, place: ListPlace?) throws(FieldProblem) {
        self.root = root
        self.dialect = dialect
        self.place = place
        guard let envelope = CloudEvent(root) else {
            self.envelope = nil
            event = root
            return
        }
        guard !envelope.holdsBytes else {
            throw FieldProblem("data_base64 is not read: send the event as JSON in data")
        }
        guard let data = envelope.data, !data.isNull else { throw FieldProblem("a CloudEvents event without data") }
        guard data.kind == .object else {
            throw FieldProblem("data is no object: \(ShownValue.kind(of: data)); send the event as JSON")
        }
        self.envelope = envelope
        event = data
    }

    /// Where a value of the document stands, as its producer wrote it.
    func path(of value: JSONValue) -> String {
        path(inDocument: root.path(ofNode: value.node))
    }

    /// The path in the document at hand, as its producer wrote it.
    func path(inDocument text: String) -> String {
        (try? JSONPath(text)).map { located($0) } ?? text
    }

    /// The path in what the dialect reads, as the producer wrote it.
    func path(in event: String) -> String {
        guard let path = try? JSONPath(event) else { return event }
        return located(envelope == nil ? path : JSONPath([.key("data")]).appending(path))
    }

    private func located(_ path: JSONPath) -> String {
        guard let place else { return path.description }
        var components = path.components
        let position = envelope == nil ? 0 : 1
        if position < components.count, case .key(let key) = components[position], place.members.contains(key) {
            components.insert(contentsOf: [.key(place.list), .index(place.index)], at: position)
        }
        return JSONPath(components).description
    }
}
