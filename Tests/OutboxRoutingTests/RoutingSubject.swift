import OutboxCore
import OutboxRouting

/// A destination and what it makes of stored events.
struct RoutingSubject {
    static let time = Timestamp(seconds: 1_687_758_765)

    let rules: DestinationRules
    let router: Router

    init(_ eventSource: EventSource = .web) {
        self.init(eventSource) { _ in }
    }

    init(_ eventSource: EventSource = .web, _ change: (inout DestinationRules) throws -> Void) rethrows {
        var rules = DestinationRules(name: "main", eventSource: eventSource, eventSourceID: "C4K")
        rules.mode = .live
        try change(&rules)
        self.rules = rules
        router = Router(rules: rules)
    }

    /// What the decision depends on beside the event.
    var context = RoutingContext(now: Self.time)

    /// Decides on an event as it is stored; its name, id and time are columns of their own.
    func decide(
        _ event: String, name: String = "purchase", eventID: String? = "12345", time: Timestamp = Self.time,
        marks: [EventMark] = []
    ) -> Decision {
        decide(record: EventRecord.encode(event: Array(event.utf8), warnings: [], marks: marks), name, eventID, time)
    }

    func decide(record: [UInt8], _ name: String, _ eventID: String?, _ time: Timestamp = Self.time) -> Decision {
        router.decide(Self.delivery(record, name, eventID, time), context: context)
    }

    func trace(_ event: String, name: String = "purchase", eventID: String? = "12345") -> RoutingTrace {
        let record = EventRecord.encode(event: Array(event.utf8), warnings: [], marks: [])
        return router.trace(Self.delivery(record, name, eventID, Self.time), context: context)
    }

    static func delivery(
        _ record: [UInt8], _ name: String, _ eventID: String?, _ time: Timestamp = Self.time
    ) -> ClaimedDelivery {
        ClaimedDelivery(
            key: DeliveryKey(event: EventNumber(1), source: SourceID(1), deliveryClass: .live), eventName: name,
            eventID: eventID, eventTime: time, receivedAt: time, dueAt: time, record: record)
    }

    func sent(_ event: String, name: String = "purchase", marks: [EventMark] = []) throws -> SentEvent {
        try SentEvent(decide(event, name: name, marks: marks))
    }

    /// Decides on an event with these members of one kind: `user`, `context`, `properties`.
    func sent(_ kind: String, _ members: String) throws -> SentEvent {
        try sent(#"{"\#(kind)":{\#(members)}}"#)
    }
}

/// A rendered event, read again.
struct SentEvent {
    let rendered: RenderedEvent
    let document: JSONDocument

    init(_ decision: Decision) throws {
        guard case .send(let rendered) = decision else { throw NotSent(description: "\(decision)") }
        self.rendered = rendered
        document = try JSONDocument(rendered.bytes)
    }

    var text: String { String(decoding: rendered.bytes, as: UTF8.self) }
    var warnings: [String] { rendered.warnings.map(\.description) }

    /// The text of the value at a path as it stands there, or nil.
    subscript(_ path: String) -> String? {
        guard let path = try? JSONPath(path), let value = document.root.value(at: path) else { return nil }
        return String(decoding: value.raw, as: UTF8.self)
    }

    struct NotSent: Error, CustomStringConvertible { let description: String }
}

/// Every value that is neither object nor array, as it is written, by its path.
func leaves(of value: JSONValue, at path: JSONPath = .root) -> [String: String] {
    switch value.kind {
    case .object:
        value.members.reduce(into: [:]) { result, member in
            result.merge(leaves(of: member.value, at: path.appending(member.key.string ?? ""))) { $1 }
        }
    case .array:
        value.elements.enumerated().reduce(into: [:]) { result, element in
            result.merge(leaves(of: element.element, at: path.appending(element.offset))) { $1 }
        }
    case .string, .number, .bool, .null:
        [path.description: String(decoding: value.raw, as: UTF8.self)]
    }
}
