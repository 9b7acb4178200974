package import OutboxYAML

/// One compiled value: an expression such as `properties.value ?? 'none' | upper`, or one of the object forms.
///
/// Immutable; may be evaluated from anywhere at once, each time with an ``Evaluation`` of its own.
package struct MappingRule: Sendable {
    /// The line it is written in.
    package let line: Int?
    /// The rule as written, in one line.
    package let text: String
    /// Every path it may read; lists that it goes through stand as `[*]`.
    package let sources: [JSONPathPattern]

    /// Compiles a rule.
    ///
    /// - Parameters:
    ///   - node: A text in the grammar of values, a plain number or truth value, a list of rules, or an object form.
    ///   - path: Where it stands, for problems.
    ///   - grammar: What the language must know.
    ///   - problems: Gets what is wrong; then there is no rule.
    package init?(_ node: YAMLNode, path: String, grammar: MappingGrammar, problems: inout [MappingProblem]) {
        line = node.line
        text = ""
        sources = []
    }

    /// The value for an event; nil if it is absent. What cannot be done is left out and noted as a warning.
    package func value(in evaluation: inout Evaluation) -> MappedValue? {
        nil
    }

    /// The same value and where it came from.
    package func traced(in evaluation: inout Evaluation) -> (value: MappedValue?, trace: RuleTrace) {
        (nil, RuleTrace())
    }
}
