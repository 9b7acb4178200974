package import OutboxYAML

/// One compiled value: an expression such as `properties.value ?? 'none' | upper`, or one of the object forms.
///
/// | form | gives |
/// | --- | --- |
/// | `a ?? b \| fn('x') ?? 'literal'` | the first that is present and not empty; `\|` binds tighter |
/// | `12.5`, `true` without quotes | the constant |
/// | `{value: EUR}` | the constant as it stands, also a list or a mapping |
/// | `{each: properties.items, map: …}` | for each element; names inside are its own, `$.` the event, `.` the element |
/// | `{first: […]}` | the first that is present and not empty |
/// | `{when: CONDITION, then: …, else: …}` | one of the two; nothing if the condition cannot be evaluated |
/// | `{template: "{{context.locale}}-{{id}}"}` | a text; nothing if one of the holes stays empty |
/// | `[a, b]` | a list of those that are there |
/// | `{map: {…}}`, any other mapping | an object of the members that are there; of none, nothing |
///
/// The last alternative is taken as it is, so that `a ?? ''` can be an empty text.
/// `null` and an absent path give nothing; `0`, `false` and `''` are values. Immutable; may be evaluated from anywhere
/// at once, each time with an ``Evaluation`` of its own.
package final class MappingRule: Sendable {
    /// The line it is written in.
    package let line: Int?
    /// The rule as written, in one line.
    package let text: String
    /// Every path it may read; lists that it goes through stand as `[*]`.
    package let sources: [JSONPathPattern]
    private let expression: Expression

    /// Compiles a rule.
    ///
    /// - Parameters:
    ///   - node: The value in the file.
    ///   - path: Where it stands, for problems.
    ///   - grammar: What the language must know.
    ///   - problems: Gets what is wrong; then there is no rule.
    package init?(_ node: YAMLNode, path: String, grammar: MappingGrammar, problems: inout [MappingProblem]) {
        var compiler = RuleCompiler(grammar: grammar)
        let expression = compiler.expression(node, path: path)
        problems += compiler.problems
        guard let expression else { return nil }
        self.expression = expression
        line = node.line
        text = FlowText.text(of: HiddenConstants(grammar).document(node))
        var sources = PathCollection()
        sources.add(expression)
        self.sources = sources.patterns
    }

    /// The value for an event; nil if it is absent. What cannot be done is left out and noted as a warning.
    package func value(in evaluation: inout Evaluation) -> MappedValue? {
        evaluation.value(of: expression)
    }

    /// The same value and where it came from.
    package func traced(in evaluation: inout Evaluation) -> (value: MappedValue?, trace: RuleTrace) {
        // The tracing run notes no warnings twice.
        var tracing = evaluation
        var trace = RuleTrace()
        trace.alternative = text
        tracing.explain(expression, into: &trace)
        let value = evaluation.value(of: expression)
        if value == nil { (trace.alternative, trace.position) = (nil, nil) }
        return (value, trace)
    }
}
