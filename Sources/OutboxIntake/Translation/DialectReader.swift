import OutboxCore
import OutboxMapping
import OutboxYAML

/// Compiles the file of a dialect.
struct DialectReader {
    private var problems: [MappingProblem] = []

    /// The dialect of a file; what is wrong with it is in its problems, the rest is compiled all the same.
    static func read(_ text: String, name: DialectName, known: [DialectName: Dialect]) -> Dialect {
        var reader = DialectReader()
        let root: YAMLNode?
        do { root = try YAMLDocument.parse(text) } catch {
            root = nil
            reader.problem("", error.problem, line: error.line)
        }
        var sections: [String: YAMLEntry] = [:]
        if case .mapping(let entries)? = root?.content {
            for entry in entries { sections[entry.key] = entry }
        } else {
            reader.problem("", "not a mapping", line: root?.line)
        }
        return reader.dialect(sections, text: text, name: name, known: known)
    }

    private static let sections: Set = [
        "like", "markers", "split", "sent_at", "names", "map", "granted", "denied", "rest", "hide", "refuse", "unused",
    ]

    private mutating func dialect(
        _ sections: [String: YAMLEntry], text: String, name: DialectName, known: [DialectName: Dialect]
    ) -> Dialect {
        for (key, entry) in sections where !Self.sections.contains(key) {
            problem(key, "not a section of a dialect", line: entry.line)
        }
        let base = sections["like"]?.value.text.flatMap { DialectName(rawValue: $0) }.flatMap { known[$0] }
        if let like = sections["like"], base == nil {
            problem("like", "not a dialect that is read before this one", line: like.line)
        }
        let grammar = Self.grammar
        let table = base?.table.overlaid(by: table(sections["map"], grammar)) ?? table(sections["map"], grammar)
        let hidden = (base?.hidden ?? []) + paths(sections["hide"]).map { JSONPathPattern($0) }
        let identities = Self.identities(of: table)
        var carried: [CarriedMembers] = []
        if case .list(let items)? = sections["rest"]?.value.content {
            carried = items.compactMap { rest($0, table: table, private: identities.map(\.pattern) + hidden) }
        } else if let base {
            carried = base.carried.map { closed($0, table: table, private: identities.map(\.pattern) + hidden) }
        }
        return Dialect(
            name: name, text: text, markers: (base?.markers ?? []) + paths(sections["markers"]),
            list: sections["split"]?.value.text ?? base?.list, sentAt: path(sections["sent_at"]) ?? base?.sentAt,
            names: names(sections["names"], over: base?.names ?? EventNameTable()), table: table, carried: carried,
            granted: rule(sections["granted"], grammar) ?? base?.granted,
            denied: rule(sections["denied"], grammar) ?? base?.denied, identities: identities, hidden: hidden,
            refused: (base?.refused ?? []) + remarks(sections["refuse"]),
            unused: (base?.unused ?? []) + remarks(sections["unused"]), like: base?.name, problems: problems)
    }

    private mutating func problem(_ path: String, _ text: String, line: Int?) {
        problems.append(MappingProblem(path: path, problem: text, line: line))
    }

    // MARK: - The map

    /// Identities are mapped as they are, and hashed when the native event is judged.
    private static var grammar: MappingGrammar {
        var grammar = MappingGrammar()
        grammar.groups.formUnion(["consent.google", "context.ad"])
        return grammar
    }

    private mutating func table(_ section: YAMLEntry?, _ grammar: MappingGrammar) -> MappingTable {
        guard let section else { return .empty }
        return MappingTable(
            section.value, path: "map", origin: MappingTable.Origin.shipped, grammar: grammar, problems: &problems)
    }

    private mutating func rule(_ section: YAMLEntry?, _ grammar: MappingGrammar) -> MappingRule? {
        section.flatMap { MappingRule($0.value, path: $0.key, grammar: grammar, problems: &problems) }
    }

    private static func identities(of table: MappingTable) -> [Dialect.IdentityPlace] {
        table.entries.flatMap { entry -> [Dialect.IdentityPlace] in
            guard let rule = entry.rule, entry.names.count == 2, entry.names[0] == "user",
                let slot = IdentitySlot(member: entry.names[1])
            else { return [] }
            return rule.sources.map { Dialect.IdentityPlace(pattern: $0, field: slot) }
        }
    }

    // MARK: - The rest

    private mutating func rest(
        _ node: YAMLNode, table: MappingTable, private privatePatterns: [JSONPathPattern]
    ) -> CarriedMembers? {
        guard case .mapping(let entries) = node.content, let to = entries.first(where: { $0.key == "to" })?.value.text,
            let from = entries.first(where: { $0.key == "from" })?.value.text
        else {
            problem("rest", "not {to: …, from: …}", line: node.line)
            return nil
        }
        let without = paths(entries.first { $0.key == "without" }).compactMap { path -> String? in
            if case .key(let key)? = path.components.first { key } else { nil }
        }
        let carried = CarriedMembers(
            target: keys(to, line: node.line), source: from == "$" ? [] : keys(from, line: node.line),
            without: Set(without))
        return closed(carried, table: table, private: privatePatterns)
    }

    /// Closes the rest to what the map fills itself, to the lists whose elements it has taken, and to identities.
    private func closed(
        _ carried: CarriedMembers, table: MappingTable, private privatePatterns: [JSONPathPattern]
    ) -> CarriedMembers {
        var carried = carried
        carried.without.formUnion(privatePatterns.compactMap { $0.member(after: carried.source) })
        for entry in table.entries {
            guard let rule = entry.rule else { continue }
            if entry.names.starts(with: carried.target), entry.names.count > carried.target.count {
                carried.without.insert(entry.names[carried.target.count])
            }
            for source in rule.sources where source.components.contains(.anyElement) {
                if let list = source.member(after: carried.source) { carried.without.insert(list) }
            }
        }
        return carried
    }

    // MARK: - Small parts

    private mutating func names(_ section: YAMLEntry?, over base: EventNameTable) -> EventNameTable {
        guard let section else { return base }
        var names = base
        guard case .mapping(let entries) = section.value.content else {
            problem("names", "not a mapping", line: section.line)
            return names
        }
        for entry in entries {
            guard let native = entry.value.text else {
                problem("names", "not a name", line: entry.line)
                continue
            }
            names.add(entry.key, as: native)
        }
        return names
    }

    private mutating func remarks(_ section: YAMLEntry?) -> [Dialect.Remark] {
        guard let section else { return [] }
        guard case .mapping(let entries) = section.value.content else {
            problem(section.key, "not a mapping of paths", line: section.line)
            return []
        }
        return entries.compactMap { entry in
            guard let path = try? JSONPath(entry.key), let text = entry.value.text else {
                problem(section.key, "not a path with a sentence", line: entry.line)
                return nil
            }
            return Dialect.Remark(path: path, text: text)
        }
    }

    private mutating func paths(_ section: YAMLEntry?) -> [JSONPath] {
        guard let section else { return [] }
        guard case .list(let items) = section.value.content else {
            problem(section.key, "not a list of paths", line: section.line)
            return []
        }
        return items.compactMap { item in
            do { return try JSONPath(item.text ?? "") } catch {
                problem(section.key, "not a path: \(error)", line: item.line)
                return nil
            }
        }
    }

    private mutating func path(_ section: YAMLEntry?) -> JSONPath? {
        guard let section else { return nil }
        do { return try JSONPath(section.value.text ?? "") } catch {
            problem(section.key, "not a path: \(error)", line: section.line)
            return nil
        }
    }

    private mutating func keys(_ text: String, line: Int) -> [String] {
        let path = try? JSONPath(text)
        let keys = path?.components.compactMap { component -> String? in
            if case .key(let key) = component { key } else { nil }
        }
        guard let path, let keys, keys.count == path.components.count else {
            problem("rest", "not a path of members", line: line)
            return []
        }
        return keys
    }
}
