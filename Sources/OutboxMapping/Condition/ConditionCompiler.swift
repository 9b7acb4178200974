import OutboxCore
import OutboxYAML

/// Compiles conditions.
struct ConditionCompiler {
    let grammar: MappingGrammar
    /// Whether the condition stands inside an `each`.
    let isInElement: Bool
    private(set) var problems: [MappingProblem] = []
    private(set) var comparisons: [MappingComparison] = []
    private var isNegated = false

    init(grammar: MappingGrammar, isInElement: Bool) {
        self.grammar = grammar
        self.isInElement = isInElement
    }

    /// The condition that a value of the file is; nil if there are problems.
    mutating func condition(_ node: YAMLNode, path: String) -> Condition? {
        switch node.content {
        case .list(let items):
            return conditions(items, path: path, line: node.line).map { $0.count == 1 ? $0[0] : .all($0) }
        case .mapping(let entries):
            guard !entries.isEmpty else {
                report("a condition of nothing", path, node.line, "user.country: FR")
                return nil
            }
            let parts = entries.map { part($0, path: path) }
            let conditions = parts.compactMap { $0 }
            guard conditions.count == parts.count else { return nil }
            return conditions.count == 1 ? conditions[0] : .all(conditions)
        case .scalar:
            report(
                "a condition is a path with what it must be, not \(node.kindWithText)", path, node.line,
                "user.country: FR")
            return nil
        }
    }

    private mutating func conditions(_ items: [YAMLNode], path: String, line: Int) -> [Condition]? {
        guard !items.isEmpty else {
            report("a list of no conditions", path, line, nil)
            return nil
        }
        var conditions: [Condition] = []
        for (index, item) in items.enumerated() {
            if let condition = condition(item, path: "\(path)[\(index)]") { conditions.append(condition) }
        }
        return conditions.count == items.count ? conditions : nil
    }

    private mutating func part(_ entry: YAMLEntry, path: String) -> Condition? {
        switch entry.key {
        case "any":
            guard case .list(let items) = entry.value.content else {
                report(
                    "`any` takes a list of conditions, not \(entry.value.kindWithText)", path + ".any", entry.line,
                    "any: [{user.country: FR}, {user.country: BE}]")
                return nil
            }
            return conditions(items, path: path + ".any", line: entry.line).map { .any($0) }
        case "not":
            isNegated.toggle()
            defer { isNegated.toggle() }
            return condition(entry.value, path: path + ".not").map { .not($0) }
        default: return comparison(entry, path: "\(path).\(Quoting.bare(entry.key))")
        }
    }

    // MARK: Comparisons

    private mutating func comparison(_ entry: YAMLEntry, path: String) -> Condition? {
        let subject: Expression
        do throws(ExpressionFailure) {
            subject = try ExpressionParser.parse(entry.key, grammar: grammar, isInElement: isInElement)
        } catch {
            report("no path: \(error.description)", path, entry.line, error.suggestion)
            return nil
        }
        if case .constant = subject {
            report("a constant is compared, not a value of the event", path, entry.line, "user.country: FR")
            return nil
        }
        let asked = ComparisonSubject(subject, text: entry.key, grammar: grammar)
        switch entry.value.content {
        case .scalar: return operation(.eq, entry.value, asked, path: path, line: entry.line)
        case .list: return operation(.in, entry.value, asked, path: path, line: entry.line)
        case .mapping(let operators):
            var conditions: [Condition] = []
            for each in operators {
                guard let name = MappingComparison.Operator(rawValue: each.key) else {
                    let names = MappingComparison.Operator.allCases.map(\.rawValue)
                    report(
                        "no operator \(Quoting.quoted(each.key))", path, each.line,
                        Suggestion.nearest(to: each.key, among: names) ?? "one of \(names.joined(separator: " "))")
                    continue
                }
                let place = "\(path).\(each.key)"
                if let condition = operation(name, each.value, asked, path: place, line: each.line) {
                    conditions.append(condition)
                }
            }
            guard !operators.isEmpty else {
                report("an operator is expected", path, entry.line, "{gt: 0}")
                return nil
            }
            guard conditions.count == operators.count else { return nil }
            return conditions.count == 1 ? conditions[0] : .all(conditions)
        }
    }

    private mutating func operation(
        _ name: MappingComparison.Operator, _ node: YAMLNode, _ subject: ComparisonSubject, path: String, line: Int
    ) -> Condition? {
        do throws(ConditionFailure) {
            let comparison = try subject.comparison(name, node, isNegated: isNegated, line: line)
            comparisons.append(comparison.description)
            return .comparison(comparison)
        } catch {
            report(error.problem, path, line, error.suggestion)
            return nil
        }
    }

    private mutating func report(_ problem: String, _ path: String, _ line: Int, _ suggestion: String?) {
        problems.append(MappingProblem(path: path, problem: problem, suggestion: suggestion, line: line))
    }
}
