extension Evaluation {
    /// Says where the value of an expression comes from.
    mutating func explain(_ expression: Expression, into trace: inout RuleTrace) {
        switch expression {
        case .path(let path): trace.path = path.description
        case .pipeline(let base, let functions):
            explain(base, into: &trace)
            trace.functions += functions.map(\.text)
        case .alternatives(let alternatives, let texts): explain(alternatives, texts, into: &trace)
        case .each(let list, _): explain(list, into: &trace)
        case .conditional(let condition, let positive, let negative):
            switch verdict(on: condition) {
            case .holds: explain(positive, into: &trace)
            case .fails: explain(negative, into: &trace)
            case .unevaluable: break
            }
        case .nothing, .constant, .object, .list, .template: break
        }
    }

    private mutating func explain(_ alternatives: [Expression], _ texts: [String], into trace: inout RuleTrace) {
        trace.alternatives = alternatives.count
        for (index, alternative) in alternatives.enumerated() {
            guard let value = value(of: alternative), index == alternatives.count - 1 || !value.isEmpty
            else { continue }
            explain(alternative, into: &trace)
            // The outermost alternative is the one to name.
            (trace.alternative, trace.position) = (texts[index], index + 1)
            trace.alternatives = alternatives.count
            return
        }
        (trace.alternative, trace.position) = (nil, nil)
    }
}
