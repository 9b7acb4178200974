import OutboxCore
import OutboxYAML

/// Compiles the fields of a table.
struct TableCompiler {
    /// One field.
    struct Field {
        let names: [String]
        let rule: MappingRule?
        let line: Int
    }

    let path: String
    let grammar: MappingGrammar
    private(set) var fields: [Field] = []
    private(set) var problems: [MappingProblem] = []

    init(path: String, grammar: MappingGrammar) {
        self.path = path
        self.grammar = grammar
    }

    private static let forms: Set = ["each", "first", "when", "template"]

    /// Adds the fields of a whole table.
    mutating func add(_ node: YAMLNode) {
        if node.isNull { return }
        guard case .mapping(let entries) = node.content else {
            report("a mapping of fields is expected, not \(node.kindWithText)", path, node.line, "properties.value: …")
            return
        }
        add(entries, inside: [])
    }

    private mutating func add(_ entries: [YAMLEntry], inside outer: [String]) {
        for entry in entries {
            guard let names = names(of: entry) else { continue }
            let target = outer + names
            if case .mapping(let inner) = entry.value.content, isGroup(inner, at: target) {
                add(inner, inside: target)
                continue
            }
            add(entry, at: target)
        }
    }

    private mutating func add(_ entry: YAMLEntry, at target: [String]) {
        let name = JSONPath(target.map { .key($0) }).description
        let place = "\(path).\(name)"
        if let other = fields.first(where: { $0.names.starts(with: target) || target.starts(with: $0.names) }) {
            let problem =
                other.names == target
                ? "there twice, first in line \(other.line)"
                : "overlaps with \(JSONPath(other.names.map { .key($0) }).description) in line \(other.line)"
            report(problem, place, entry.line, "keep one of them")
            return
        }
        if entry.value.isNull {
            fields.append(Field(names: target, rule: nil, line: entry.line))
            return
        }
        guard let rule = MappingRule(entry.value, path: place, grammar: grammar, problems: &problems) else { return }
        fields.append(Field(names: target, rule: rule, line: entry.line))
    }

    /// Whether a mapping groups fields; otherwise it is a value in one of the object forms.
    private func isGroup(_ entries: [YAMLEntry], at target: [String]) -> Bool {
        if grammar.groups.contains(target.joined(separator: ".")) { return true }
        if entries.count == 1, ["value", "map"].contains(entries[0].key) { return false }
        return !entries.contains { Self.forms.contains($0.key) }
    }

    /// The names that a key stands for: `properties.value` for two.
    private mutating func names(of entry: YAMLEntry) -> [String]? {
        do throws(JSONPath.ParsingError) {
            let components = try JSONPath(entry.key).components
            let names = components.compactMap { component -> String? in
                if case .key(let name) = component { name } else { nil }
            }
            guard names.count == components.count, !names.isEmpty else {
                report(
                    "a field has a name, not the number of an element", "\(path).\(Quoting.bare(entry.key))",
                    entry.line,
                    "{each: properties.items, map: {…}} makes a list")
                return nil
            }
            return names
        } catch {
            report("no field: \(error.description)", "\(path).\(Quoting.bare(entry.key))", entry.line, nil)
            return nil
        }
    }

    private mutating func report(_ problem: String, _ path: String, _ line: Int, _ suggestion: String?) {
        problems.append(MappingProblem(path: path, problem: problem, suggestion: suggestion, line: line))
    }
}
