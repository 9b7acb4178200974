import OutboxCore
package import OutboxYAML

/// Which field gets its value by which rule, in order.
package struct MappingTable: Sendable {
    /// Where an entry is written.
    package enum Origin: Sendable, Hashable {
        /// In a table that ships with the product.
        case shipped(line: Int)
        /// In the user's configuration.
        case configuration(line: Int)
    }

    /// One field with its rule.
    package struct Entry: Sendable {
        /// The field, such as `properties.value`.
        package let target: String
        /// Its rule; nil if it is removed (`null`), with all fields inside it.
        package let rule: MappingRule?
        /// Where that is written.
        package let origin: Origin
        /// The names of the field, outermost first: `["properties", "value"]`.
        package let names: [String]

        /// Whether one of the two is, or is inside, the other.
        fileprivate func overlaps(_ other: Entry) -> Bool {
            names.starts(with: other.names) || other.names.starts(with: names)
        }
    }

    /// The fields; none is inside another, and none is there twice.
    package private(set) var entries: [Entry]

    /// A table of nothing.
    package static let empty = MappingTable(entries: [])

    private init(entries: [Entry]) {
        self.entries = entries
    }

    /// Compiles a table: nested mappings, or dotted keys, or both.
    ///
    /// - Parameters:
    ///   - node: The mapping; nothing and `null` are a table of nothing.
    ///   - path: Where it stands, for problems.
    ///   - origin: Makes the origin for a line: `MappingTable.Origin.shipped`.
    ///   - grammar: What the language must know.
    ///   - problems: Gets what is wrong; the fields without a fault are compiled all the same.
    package init(
        _ node: YAMLNode, path: String, origin: (Int) -> Origin, grammar: MappingGrammar,
        problems: inout [MappingProblem]
    ) {
        var compiler = TableCompiler(path: path, grammar: grammar)
        compiler.add(node)
        problems += compiler.problems
        entries = compiler.fields.map { field in
            Entry(
                target: JSONPath(field.names.map { .key($0) }).description, rule: field.rule,
                origin: origin(field.line), names: field.names)
        }
    }

    /// This table with another one over it: the other one's entries win over the same field, over fields inside it and
    /// over a field that holds it. The order of this table is kept; new fields follow.
    package func overlaid(by other: MappingTable) -> MappingTable {
        var rest = other.entries
        var merged: [Entry] = []
        for entry in entries {
            let overlapping = other.entries.contains { $0.overlaps(entry) }
            guard overlapping else {
                merged.append(entry)
                continue
            }
            // The first field that is overridden keeps its place for all that comes instead.
            merged += rest.filter { $0.overlaps(entry) }
            rest.removeAll { $0.overlaps(entry) }
        }
        return MappingTable(entries: merged + rest)
    }
}
