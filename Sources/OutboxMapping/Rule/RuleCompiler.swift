import OutboxYAML

/// Compiles the values of a file: texts in the grammar of expressions, constants, lists and the object forms.
///
/// A mapping is a form if it has the form's first key (`each`, `first`, `when`, `template`), or if `value` or `map` is
/// its only one; any other mapping is an object with these members. `{map: {…}}` is an object whatever its members.
struct RuleCompiler {
    let grammar: MappingGrammar
    private(set) var problems: [MappingProblem] = []

    init(grammar: MappingGrammar) {
        self.grammar = grammar
    }

    private static let forms: [(key: String, keys: [String])] = [
        ("each", ["each", "map"]), ("first", ["first"]), ("when", ["when", "then", "else"]),
        ("template", ["template"]),
    ]

    /// The expression that a value of the file is; nil if there are problems.
    mutating func expression(_ node: YAMLNode, path: String, isInElement: Bool = false) -> Expression? {
        switch node.content {
        case .scalar(let text, _):
            if node.isNull { return .nothing }
            if let literal = node.plainLiteral { return literal.value.map { .constant($0) } }
            return expression(text, path: path, line: node.line, isInElement: isInElement)
        case .list(let items):
            return list(items, path: path, isInElement: isInElement).map { .list($0) }
        case .mapping(let entries):
            return form(entries, node: node, path: path, isInElement: isInElement)
        }
    }

    private mutating func expression(
        _ text: String, path: String, line: Int, isInElement: Bool
    ) -> Expression? {
        do throws(ExpressionFailure) {
            return try ExpressionParser.parse(text, grammar: grammar, isInElement: isInElement)
        } catch {
            report("in \(Quoting.quoted(text)) \(error.description)", path: path, line: line, error.suggestion)
            return nil
        }
    }

    private mutating func list(_ items: [YAMLNode], path: String, isInElement: Bool) -> [Expression]? {
        var expressions: [Expression] = []
        for (index, item) in items.enumerated() {
            if let expression = expression(item, path: "\(path)[\(index)]", isInElement: isInElement) {
                expressions.append(expression)
            }
        }
        return expressions.count == items.count ? expressions : nil
    }

    // MARK: Forms

    private mutating func form(
        _ entries: [YAMLEntry], node: YAMLNode, path: String, isInElement: Bool
    ) -> Expression? {
        if entries.count == 1, entries[0].key == "value" {
            return entries[0].value.constant.map { .constant($0) } ?? .nothing
        }
        if entries.count == 1, entries[0].key == "map" {
            return object(entries[0].value, path: path + ".map", isInElement: isInElement)
        }
        guard let form = Self.forms.first(where: { form in entries.contains { $0.key == form.key } }) else {
            return object(node, path: path, isInElement: isInElement)
        }
        for entry in entries where !form.keys.contains(entry.key) {
            let nearest = form.keys.count == 1 ? nil : "one of \(form.keys.joined(separator: ", "))"
            report(
                "unknown key \(Quoting.quoted(entry.key)) beside `\(form.key)`", path: path, line: entry.line,
                nearest ?? "for an object with such members: {map: {…}}")
            return nil
        }
        switch form.key {
        case "each": return each(entries, node: node, path: path, isInElement: isInElement)
        case "first": return first(entries[0].value, path: path + ".first", isInElement: isInElement)
        case "when": return conditional(entries, node: node, path: path, isInElement: isInElement)
        default: return template(entries[0].value, path: path + ".template", isInElement: isInElement)
        }
    }

    private mutating func each(
        _ entries: [YAMLEntry], node: YAMLNode, path: String, isInElement: Bool
    ) -> Expression? {
        guard let list = entries.first(where: { $0.key == "each" }), let map = entries.first(where: { $0.key == "map" })
        else {
            report("`each` without `map`", path: path, line: node.line, "{each: properties.items, map: {…}}")
            return nil
        }
        let listExpression = expression(list.value, path: path + ".each", isInElement: isInElement)
        // An element that has a price and nothing else is no constant.
        let isMember =
            if case .mapping(let members) = map.value.content { members.map(\.key) == ["value"] } else { false }
        let body =
            isMember
            ? object(map.value, path: path + ".map", isInElement: true)
            : expression(map.value, path: path + ".map", isInElement: true)
        guard let listExpression, let body else { return nil }
        return .each(list: listExpression, body: body)
    }

    private mutating func first(_ node: YAMLNode, path: String, isInElement: Bool) -> Expression? {
        guard case .list(let items) = node.content, !items.isEmpty else {
            report("`first` takes a list, not \(node.kindWithText)", path: path, line: node.line, "{first: [a, b]}")
            return nil
        }
        return list(items, path: path, isInElement: isInElement).map { expressions in
            .alternatives(
                expressions, texts: items.map { FlowText.text(of: HiddenConstants(grammar).document($0)) })
        }
    }

    private mutating func conditional(
        _ entries: [YAMLEntry], node: YAMLNode, path: String, isInElement: Bool
    ) -> Expression? {
        guard let when = entries.first(where: { $0.key == "when" }),
            let then = entries.first(where: { $0.key == "then" })
        else {
            report(
                "`when` without `then`", path: path, line: node.line, "{when: {user.country: US}, then: a, else: b}")
            return nil
        }
        var compiler = ConditionCompiler(grammar: grammar, isInElement: isInElement)
        let condition = compiler.condition(when.value, path: path + ".when")
        problems += compiler.problems
        let positive = expression(then.value, path: path + ".then", isInElement: isInElement)
        var negative: Expression? = .nothing
        if let other = entries.first(where: { $0.key == "else" }) {
            negative = expression(other.value, path: path + ".else", isInElement: isInElement)
        }
        guard let condition, let positive, let negative else { return nil }
        return .conditional(condition, then: positive, else: negative)
    }

    private mutating func template(_ node: YAMLNode, path: String, isInElement: Bool) -> Expression? {
        guard case .scalar(let text, _) = node.content, !node.isNull else {
            report("`template` takes a text, not \(node.kindWithText)", path: path, line: node.line, nil)
            return nil
        }
        var pieces: [Expression] = []
        var rest = Substring(text)
        while let opening = rest.firstRange(of: "{{") {
            if opening.lowerBound > rest.startIndex {
                pieces.append(.constant(.text(String(rest[..<opening.lowerBound]))))
            }
            rest = rest[opening.upperBound...]
            guard let closing = Self.closing(in: rest) else {
                report("`{{` without `}}`", path: path, line: node.line, nil)
                return nil
            }
            let inner = String(rest[..<closing.lowerBound])
            guard let piece = expression(inner, path: path, line: node.line, isInElement: isInElement) else {
                return nil
            }
            pieces.append(piece)
            rest = rest[closing.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.constant(.text(String(rest)))) }
        return .template(pieces)
    }

    /// The first `}}` that stands in no quotes.
    private static func closing(in text: Substring) -> Range<Substring.Index>? {
        var isQuoted = false
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == "'" { isQuoted.toggle() }
            if !isQuoted, text[index...].hasPrefix("}}") { return index..<text.index(index, offsetBy: 2) }
            index = text.index(after: index)
        }
        return nil
    }

    private mutating func object(_ node: YAMLNode, path: String, isInElement: Bool) -> Expression? {
        guard case .mapping(let entries) = node.content else {
            report("`map` takes a mapping, not \(node.kindWithText)", path: path, line: node.line, "{map: {a: b}}")
            return nil
        }
        var members: [(name: String, value: Expression)] = []
        var isWhole = true
        for entry in entries {
            if let value = expression(entry.value, path: "\(path).\(entry.key)", isInElement: isInElement) {
                members.append((entry.key, value))
            } else {
                isWhole = false
            }
        }
        return isWhole ? .object(members) : nil
    }

    private mutating func report(_ problem: String, path: String, line: Int, _ suggestion: String?) {
        problems.append(MappingProblem(path: path, problem: problem, suggestion: suggestion, line: line))
    }
}
