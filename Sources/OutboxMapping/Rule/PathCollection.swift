import OutboxCore

/// Collects the paths that an expression may read.
struct PathCollection {
    private(set) var patterns: [JSONPathPattern] = []
    private var known: Set<JSONPathPattern> = []
    /// What an element's own path follows; nil inside a list that was made.
    private var elements: [JSONPathPattern?] = []

    /// Adds all paths of an expression.
    mutating func add(_ expression: Expression) {
        switch expression {
        case .nothing, .constant: break
        case .path(let path): note(path)
        case .pipeline(let base, let functions):
            add(base)
            for function in functions { add(function, to: base.place) }
        case .alternatives(let alternatives, _): for alternative in alternatives { add(alternative) }
        case .each(let list, let body):
            add(list)
            add(body, inElementsOf: list.place)
        case .object(let members): for member in members { add(member.value) }
        case .list(let parts), .template(let parts): for part in parts { add(part) }
        case .conditional(let condition, let positive, let negative):
            add(condition)
            add(positive)
            add(negative)
        }
    }

    /// Adds all paths of a condition.
    mutating func add(_ condition: Condition) {
        switch condition {
        case .all(let conditions), .any(let conditions): for condition in conditions { add(condition) }
        case .not(let condition): add(condition)
        case .comparison(let comparison): add(comparison.subject)
        }
    }

    private mutating func add(_ function: AppliedFunction, to place: MappingPath?) {
        switch function.function {
        case .each(let field), .sum(let field?), .min(let field?), .max(let field?):
            add(field, inElementsOf: place)
        default: break
        }
    }

    private mutating func add(_ body: Expression, inElementsOf list: MappingPath?) {
        elements.append(list.flatMap { pattern(of: $0) }.map { JSONPathPattern($0.components + [.anyElement]) })
        add(body)
        elements.removeLast()
    }

    private mutating func note(_ path: MappingPath) {
        guard let pattern = pattern(of: path), known.insert(pattern).inserted else { return }
        patterns.append(pattern)
    }

    private func pattern(of path: MappingPath) -> JSONPathPattern? {
        if let inEvent = path.inEvent { return JSONPathPattern(inEvent) }
        guard let element = elements.last ?? nil else { return nil }
        return JSONPathPattern(element.components + JSONPathPattern(path.path).components)
    }
}
