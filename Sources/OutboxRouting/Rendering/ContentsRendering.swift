import OutboxCore
import OutboxMapping

/// The items of an order as they are sent, and what TikTok's other fields say of them.
struct ContentsRendering {
    /// The items, a JSON array.
    private(set) var list = JSONWriter(capacity: 256)
    /// Their ids, a JSON array.
    private(set) var ids = JSONWriter(capacity: 64)
    /// How many items there are.
    private(set) var count = 0
    /// How many of them have an id.
    private(set) var idCount = 0
    /// The sum of the quantities: TikTok asks for the quantity of items, not of lines. A line without one is one piece,
    /// a line whose quantity is no whole number none.
    private(set) var quantity: Int64 = 0
    /// What was left out of the items: the path below `properties.contents`, and why.
    private(set) var problems: [(path: String, reason: String)] = []

    private static let members = Dictionary(
        uniqueKeysWithValues: TikTokFields.content.map { ($0.path, (kind: $0.kind, key: JSONKey($0.path))) })

    init(_ value: MappedValue, finisher: ValueFinisher) {
        list.beginArray()
        ids.beginArray()
        // One item alone is a list of one.
        for (index, element) in (value.elements ?? [value]).enumerated() {
            write(element, index, finisher)
        }
        list.endArray()
        ids.endArray()
    }

    private mutating func write(_ element: MappedValue, _ index: Int, _ finisher: ValueFinisher) {
        let start = list.position
        list.beginObject()
        let inside = list.position.offset
        var pieces: Int64? = 1
        switch element {
        case .object(let members):
            for member in members { write(member.value, member.name, index, &pieces, finisher) }
        case .event(let json) where json.kind == .object:
            for (key, member) in json.members where !member.isNull {
                write(.event(member), key.string ?? "", index, &pieces, finisher)
            }
        default:
            problems.append((path: "[\(index)]", reason: "not an object"))
        }
        guard list.position.offset > inside else { return list.rewind(to: start) }
        list.endObject()
        count += 1
        let (sum, isOverflow) = quantity.addingReportingOverflow(pieces ?? 0)
        quantity = isOverflow ? quantity : sum
    }

    private mutating func write(
        _ value: MappedValue, _ name: String, _ index: Int, _ pieces: inout Int64?, _ finisher: ValueFinisher
    ) {
        let (kind, key) = Self.members[name] ?? (.unlisted, JSONKey(name))
        if kind == .integer { pieces = value.wholeNumber }
        switch finisher.write(value, as: kind, key: key, country: nil, to: &list) {
        case .written:
            guard kind == .text, name == "content_id", let text = value.text else { return }
            ids.string(text)
            idCount += 1
        case .scrubbed:
            problems.append((path: "[\(index)].\(name)", reason: ValueFinisher.scrubbedReason))
        case .absent: break
        case .dropped(let reason):
            problems.append((path: "[\(index)].\(name)", reason: "left out: \(reason)"))
        }
    }
}
