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
    /// The sum of the quantities: TikTok asks for the quantity of items, not of lines. A line without one is one piece;
    /// nil where a quantity was left out, since a sum without it would be wrong.
    private(set) var quantity: Int64? = 0
    /// What was left out of the items: the path below `properties.contents`, and why.
    private(set) var problems: [(path: String, reason: String)] = []

    /// The item that is being written.
    private struct Item {
        /// Its number among those that are made.
        let number: Int
        let start: JSONWriter.Position
        /// Where its first member would begin.
        let inside: Int
        /// Nil where a quantity is there that cannot go.
        var pieces: Int64? = 1
    }

    private let finisher: ValueFinisher

    private init(finisher: ValueFinisher) {
        self.finisher = finisher
        list.beginArray()
        ids.beginArray()
    }

    /// Writes the items that a value is.
    init(_ value: MappedValue, finisher: ValueFinisher) {
        self.init(finisher: finisher)
        // One item alone is a list of one.
        for (number, element) in (value.elements ?? [value]).enumerated() {
            write(element, number)
        }
        end()
    }

    /// Writes the items that a rule makes by a plan, without making them first; nil where it gives nothing.
    init?(_ rule: MappingRule, _ plan: ContentsPlan, in evaluation: inout Evaluation, finisher: ValueFinisher) {
        self.init(finisher: finisher)
        var made = 0
        let isList = rule.forEachElement(in: &evaluation) { evaluation, element in
            var item = begin(made)
            let isThere =
                if case .event(let json) = element, json.kind == .object {
                    write(plan.index.find(in: json), by: plan, of: rule, in: &evaluation, &item)
                } else {
                    write(plan, of: rule, in: &evaluation, &item)
                }
            guard isThere else { return list.rewind(to: item.start) }
            made += 1
            end(item)
        }
        guard isList else { return nil }
        end()
    }

    /// Writes what was found in an item of the event; false where there is nothing.
    private mutating func write(
        _ found: JSONPathIndex.Findings, by plan: ContentsPlan, of rule: MappingRule,
        in evaluation: inout Evaluation, _ item: inout Item
    ) -> Bool {
        var isThere = false
        found.withDocument { document in
            plan.keys.withUnsafeBufferPointer { keys in
                for number in plan.glances.indices {
                    let glance = plan.glances[number]
                    if glance.path >= 0 {
                        if let span = found.span(at: Int(glance.path)) {
                            if let bytes = glance.plain.bytes(of: span, in: document, scans: finisher.scans) {
                                write(bytes, UnsafeBufferPointer(rebasing: keys[glance.key]), glance, &item)
                                isThere = true
                                continue
                            }
                        } else if glance.isPathAlone {
                            continue
                        }
                    }
                    guard let value = rule.value(ofMember: number, in: &evaluation) else { continue }
                    isThere = true
                    write(value, plan.members[number], &item)
                }
            }
        }
        return isThere
    }

    /// Writes an item that is made by the rule alone; false where there is nothing.
    private mutating func write(
        _ plan: ContentsPlan, of rule: MappingRule, in evaluation: inout Evaluation, _ item: inout Item
    ) -> Bool {
        var isThere = false
        for number in plan.members.indices {
            guard let value = rule.value(ofMember: number, in: &evaluation) else { continue }
            isThere = true
            write(value, plan.members[number], &item)
        }
        return isThere
    }

    /// Writes a value that goes as it stands.
    private mutating func write(
        _ bytes: UnsafeBufferPointer<UInt8>, _ key: UnsafeBufferPointer<UInt8>, _ glance: ContentsPlan.Glance,
        _ item: inout Item
    ) {
        list.member(key, bytes)
        if glance.plain == .integer { item.pieces = bytes.reduce(0) { $0 * 10 + Int64($1 &- 0x30) } }
        guard glance.isID else { return }
        ids.raw(bytes)
        idCount += 1
    }

    private mutating func end() {
        list.endArray()
        ids.endArray()
    }

    private mutating func begin(_ number: Int) -> Item {
        let start = list.position
        list.beginObject()
        return Item(number: number, start: start, inside: list.position.offset)
    }

    private mutating func end(_ item: Item) {
        if item.pieces == nil { quantity = nil }
        guard list.position.offset > item.inside else { return list.rewind(to: item.start) }
        list.endObject()
        count += 1
        guard let quantity, let pieces = item.pieces else { return }
        let (sum, isOverflow) = quantity.addingReportingOverflow(pieces)
        self.quantity = isOverflow ? quantity : sum
    }

    private mutating func write(_ element: MappedValue, _ number: Int) {
        var item = begin(number)
        switch element {
        case .object(let members):
            for member in members { write(member.value, ContentsPlan.Member.named(member.name), &item) }
        case .event(let json) where json.kind == .object:
            for (key, member) in json.members where !member.isNull {
                write(.event(member), ContentsPlan.Member.named(key.string ?? ""), &item)
            }
        default:
            problems.append((path: "[\(number)]", reason: "not an object"))
        }
        end(item)
    }

    private mutating func write(_ value: MappedValue, _ member: ContentsPlan.Member, _ item: inout Item) {
        switch finisher.write(value, as: member.kind, key: member.key, of: nil, to: &list) {
        case .written:
            if member.kind == .integer { item.pieces = value.wholeNumber }
            if member.isID { writeID(value) }
        case .scrubbed: note(ValueFinisher.scrubbedReason, member, item)
        case .absent: break
        case .dropped(let reason):
            if member.kind == .integer { item.pieces = nil }
            note(reason, member, item)
        }
    }

    private mutating func writeID(_ value: MappedValue) {
        if case .event(let json) = value, json.kind == .string {
            ids.value(json)
        } else {
            guard let text = value.text else { return }
            ids.string(text)
        }
        idCount += 1
    }

    private mutating func note(_ reason: String, _ member: ContentsPlan.Member, _ item: Item) {
        problems.append((path: "[\(item.number)].\(member.name)", reason: reason))
    }
}
