import OutboxCore
import OutboxMapping

/// The lines of a dialect as a tree in the shape of the native event.
struct NativeMap: Sendable {
    /// One member of the native event or of an object in it.
    indirect enum Node: Sendable {
        case rule(MappingRule)
        case object([(name: String, node: Node)])
    }

    let root: Node
    let carried: [CarriedMembers]

    /// Puts the lines of a table into the shape of the event.
    init(table: MappingTable, carried: [CarriedMembers]) {
        var root = Node.object([])
        for entry in table.entries {
            guard let rule = entry.rule else { continue }
            Self.insert(rule, entry.names[...], into: &root)
        }
        self.root = root
        self.carried = carried
    }

    private static func insert(_ rule: MappingRule, _ path: ArraySlice<String>, into node: inout Node) {
        guard let name = path.first, case .object(var members) = node else {
            node = .rule(rule)
            return
        }
        let index = members.firstIndex { $0.name == name }
        var child = index.map { members[$0].node } ?? .object([])
        insert(rule, path.dropFirst(), into: &child)
        if let index { members[index].node = child } else { members.append((name, child)) }
        node = .object(members)
    }

    /// The rule that fills a member, nil where none does or several fill what is in it.
    func rule(for path: some Sequence<String>) -> MappingRule? {
        var node = root
        for name in path {
            guard case .object(let members) = node, let next = members.first(where: { $0.name == name }) else { break }
            node = next.node
        }
        if case .rule(let rule) = node { return rule }
        return nil
    }

    /// The native event of a document as a tree of values, most of which are the document's own.
    func native(in evaluation: inout Evaluation) -> MappedValue {
        var value = Self.value(of: root, in: &evaluation) ?? .object([])
        guard !carried.isEmpty else { return value }
        var placed: Set<Int> = []
        Self.collect(value, into: &placed)
        for members in carried {
            guard let source = evaluation.input.event.member(at: members.source), !source.isNull else { continue }
            Self.carry(members, members.target[...], from: source, placed: placed, into: &value)
        }
        return value
    }

    private static func value(of node: Node, in evaluation: inout Evaluation) -> MappedValue? {
        switch node {
        case .rule(let rule): return rule.value(in: &evaluation)
        case .object(let members):
            var values: [(name: String, value: MappedValue)] = []
            for member in members {
                if let value = value(of: member.node, in: &evaluation) { values.append((member.name, value)) }
            }
            return values.isEmpty ? nil : .object(values)
        }
    }

    /// Collects the values of the document that have found a place.
    private static func collect(_ value: MappedValue, into placed: inout Set<Int>) {
        switch value {
        case .event(let value): placed.insert(value.node)
        case .list(let elements): for element in elements { collect(element, into: &placed) }
        case .object(let members): for member in members { collect(member.value, into: &placed) }
        case .text, .number, .bool: break
        }
    }

    private static func carry(
        _ carried: CarriedMembers, _ path: ArraySlice<String>, from source: JSONValue, placed: Set<Int>,
        into value: inout MappedValue
    ) {
        guard let name = path.first else {
            if case .list(let elements) = value {
                guard source.kind == .array, source.count == elements.count else { return }
                value = .list(
                    zip(elements, source.elements).map { element, source in
                        adding(carried, from: source, placed: placed, to: element)
                    })
            } else {
                value = adding(carried, from: source, placed: placed, to: value)
            }
            return
        }
        guard case .object(var members) = value else { return }
        let index = members.firstIndex { $0.name == name }
        var member = index.map { members[$0].value } ?? .object([])
        carry(carried, path.dropFirst(), from: source, placed: placed, into: &member)
        if let index {
            members[index].value = member
        } else if case .object(let added) = member, !added.isEmpty {
            members.append((name, member))
        }
        value = .object(members)
    }

    private static func adding(
        _ carried: CarriedMembers, from source: JSONValue, placed: Set<Int>, to value: MappedValue
    ) -> MappedValue {
        guard case .object(var members) = value else { return value }
        var names = Set(members.map(\.name))
        for (key, member) in source.members where !member.isNull && !placed.contains(member.node) {
            guard let name = key.string, !carried.without.contains(name), names.insert(name).inserted else { continue }
            members.append((name, .event(member)))
        }
        return .object(members)
    }
}

extension JSONValue {
    /// The value that a way through members leads to; nil where it leads nowhere.
    func member(at path: some Sequence<String>) -> JSONValue? {
        var value = self
        for key in path {
            guard let next = value[key] else { return nil }
            value = next
        }
        return value
    }
}
