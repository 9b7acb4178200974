package import OutboxYAML

/// One compiled condition.
///
/// A mapping of subjects to operands, all of which must hold; a list of conditions, all of which must hold; `any` with
/// a list of which one must hold; `not` with a condition that must not. A subject is a path, or a path with functions.
/// Immutable; may be evaluated from anywhere at once.
package struct MappingCondition: Sendable {
    /// The line it begins at.
    package let line: Int
    /// The condition as written, in one line.
    package let text: String
    /// Its comparisons, in the order of the file.
    package let comparisons: [MappingComparison]

    /// Compiles a condition.
    ///
    /// - Parameters:
    ///   - node: The condition.
    ///   - path: Where it stands, for problems.
    ///   - grammar: What the language must know.
    ///   - problems: Gets what is wrong; then there is no condition.
    package init?(_ node: YAMLNode, path: String, grammar: MappingGrammar, problems: inout [MappingProblem]) {
        line = node.line
        text = ""
        comparisons = []
    }

    /// Whether it holds for an event.
    package func evaluate(in evaluation: inout Evaluation) -> ConditionResult {
        .holds
    }

    /// Whether it holds, and what each comparison saw.
    package func traced(in evaluation: inout Evaluation) -> ConditionTrace {
        ConditionTrace(result: .holds, steps: [])
    }
}
