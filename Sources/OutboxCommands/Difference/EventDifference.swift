import OutboxCore

/// What would become of one event at one destination under two configurations, where that differs.
struct EventDifference {
    let place: String
    let eventName: String?
    let destination: String
    let before: String
    let after: String
    /// The fields that would be sent with other values.
    let fields: [Field]

    /// One field of the TikTok event.
    struct Field {
        let path: String
        let before: String?
        let after: String?
    }

    /// Compares two runs over the same files, event by event.
    static func all(_ old: [DryRunEvent], _ new: [DryRunEvent]) -> [EventDifference] {
        zip(old, new).flatMap { old, new -> [EventDifference] in
            let names = (old.fates + new.fates).map(\.destination)
            var known: Set<String> = []
            return names.filter { known.insert($0).inserted }.compactMap { name in
                difference(old, new, at: name)
            }
        }
    }

    private static func difference(_ old: DryRunEvent, _ new: DryRunEvent, at name: String) -> EventDifference? {
        let before = old.fates.first { $0.destination == name }
        let after = new.fates.first { $0.destination == name }
        let fields = fields(before?.event?.bytes, after?.event?.bytes)
        let texts = (text(before), text(after))
        guard texts.0 != texts.1 || !fields.isEmpty else { return nil }
        return EventDifference(
            place: new.place, eventName: new.eventName ?? old.eventName, destination: name, before: texts.0,
            after: texts.1, fields: fields)
    }

    private static func text(_ fate: DryRunFate?) -> String {
        guard let fate else { return "goes nowhere" }
        guard let event = fate.event else { return fate.summary }
        if let standstill = fate.standstill { return "not sent (\(standstill)), would be \(event.tiktokEvent)" }
        return fate.summary + (event.testEventCode.map { " with test code \($0)" } ?? "")
    }

    private static func fields(_ old: [UInt8]?, _ new: [UInt8]?) -> [Field] {
        guard let old, let new, old != new else { return [] }
        let (before, after) = (leaves(old), leaves(new))
        return Set(before.keys).union(after.keys).sorted().compactMap { path in
            before[path] == after[path] ? nil : Field(path: path, before: before[path], after: after[path])
        }
    }

    /// Every value of a document by its path, as it is written.
    private static func leaves(_ bytes: [UInt8]) -> [String: String] {
        var leaves: [String: String] = [:]
        func add(_ value: JSONValue, _ path: String) {
            switch value.kind {
            case .object where value.count > 0:
                for (key, member) in value.members { add(member, path.isEmpty ? name(key) : "\(path).\(name(key))") }
            case .array where value.count > 0:
                for (index, element) in value.elements.enumerated() { add(element, "\(path)[\(index)]") }
            default: leaves[path] = String(decoding: value.raw, as: UTF8.self)
            }
        }
        func name(_ key: JSONValue) -> String { key.string ?? "" }
        if let root = (try? JSONDocument(bytes))?.root { add(root, "") }
        return leaves
    }
}
