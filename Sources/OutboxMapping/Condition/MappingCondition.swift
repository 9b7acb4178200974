package import OutboxYAML

/// One compiled condition.
///
/// - A mapping of subjects to operands: all must hold. A subject is a path, or a path with functions:
///   `context.page.url | url_param('utm_source')`.
/// - An operand: a constant (equals), a list of constants (equals one of them), or operators with theirs:
///   `{gte: 10, lt: 100}`; see ``MappingComparison/Operator``.
/// - A list of conditions: all must hold. `any: […]`: one must hold. `not: …`: it must not hold.
///
/// Texts are compared byte by byte, numbers by their exact value. An absent value (and null) equals nothing, is neither
/// above nor below anything and holds no text; so `ne`, `not_in`, `not_contains` and `not_matches` hold for it. A value
/// of another kind than the constant, such as a text where a number is asked, cannot be compared: the condition cannot
/// be evaluated, does not hold, and neither does its negation. Immutable; may be evaluated from anywhere at once.
package final class MappingCondition: Sendable {
    /// The line it begins at.
    package let line: Int
    /// The condition as written, in one line.
    package let text: String
    /// Its comparisons, in the order of the file.
    package let comparisons: [MappingComparison]
    /// Every path it may read.
    package let sources: [JSONPathPattern]
    let condition: Condition

    /// Compiles a condition.
    ///
    /// - Parameters:
    ///   - node: The condition.
    ///   - path: Where it stands, for problems.
    ///   - grammar: What the language must know.
    ///   - problems: Gets what is wrong; then there is no condition.
    package init?(_ node: YAMLNode, path: String, grammar: MappingGrammar, problems: inout [MappingProblem]) {
        var compiler = ConditionCompiler(grammar: grammar, isInElement: false)
        let condition = compiler.condition(node, path: path)
        problems += compiler.problems
        guard let condition else { return nil }
        self.condition = condition
        line = node.line
        text = FlowText.bareText(of: HiddenConstants(grammar).condition(node))
        comparisons = compiler.comparisons
        var sources = PathCollection()
        sources.add(condition)
        self.sources = sources.patterns
    }

    /// Whether it holds for an event.
    package func evaluate(in evaluation: inout Evaluation) -> ConditionResult {
        let verdict = evaluation.verdict(on: condition)
        return verdict == .holds ? .holds : .fails(finding(verdict, in: evaluation))
    }

    /// Whether it can hold for no event for which none of the wanted comparisons does.
    package func needs(_ isWanted: (MappingComparison) -> Bool) -> Bool {
        Self.needs(condition, isNegated: false, isWanted)
    }

    private static func needs(
        _ condition: Condition, isNegated: Bool, _ isWanted: (MappingComparison) -> Bool
    ) -> Bool {
        switch condition {
        case .comparison(let comparison): return isWanted(comparison.description)
        case .not(let part): return needs(part, isNegated: !isNegated, isWanted)
        case .all(let parts) where !isNegated, .any(let parts) where isNegated:
            return parts.contains { needs($0, isNegated: isNegated, isWanted) }
        case .all(let parts), .any(let parts):
            return parts.allSatisfy { needs($0, isNegated: isNegated, isWanted) }
        }
    }

    /// Whether it holds, and what each comparison saw.
    package func traced(in evaluation: inout Evaluation) -> ConditionTrace {
        // What is looked at once more notes no warnings twice.
        var tracing = evaluation
        return ConditionTrace(result: evaluate(in: &evaluation), steps: tracing.steps(of: condition))
    }

    private func finding(_ verdict: Verdict, in evaluation: Evaluation) -> ConditionFinding {
        var looking = evaluation
        let finding = looking.finding(on: condition, wanted: true)
        return ConditionFinding(
            path: finding.path, expected: finding.expected, seen: finding.seen, line: finding.line,
            isEvaluable: verdict == .fails)
    }
}
