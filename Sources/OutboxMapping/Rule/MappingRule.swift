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

    /// A member of the objects that are made of a list's elements.
    package struct ElementMember: Sendable {
        /// Its name in the objects.
        package let name: String
        /// The member of the element that it is, or that it is where that is there and not empty.
        package let key: String?
        /// Whether it is nothing else.
        package let isKeyAlone: Bool
    }

    /// The members of the objects that it makes of a list's elements (`each` with a mapping as `map`), in order; nil
    /// for every other rule.
    package var elementMembers: [ElementMember]? {
        guard case .each(_, .object(let members)) = expression else { return nil }
        return members.map { name, value in
            guard case .alternatives(let alternatives, _) = value, let first = alternatives.first else {
                return ElementMember(name: name, key: value.elementKey, isKeyAlone: true)
            }
            return ElementMember(name: name, key: first.elementKey, isKeyAlone: alternatives.count == 1)
        }
    }

    /// Goes over the elements of a rule with ``elementMembers``, without making what ``value(in:)`` makes of them.
    ///
    /// - Parameter body: gets the evaluation, which is at the element, for ``value(ofMember:in:)``, and the element.
    /// - Returns: false where there is no list.
    package func forEachElement(
        in evaluation: inout Evaluation, _ body: (inout Evaluation, MappedValue) -> Void
    ) -> Bool {
        guard case .each(let list, _) = expression else { return false }
        return evaluation.forEachElement(of: list, body)
    }

    /// The value of a member, by its number in ``elementMembers``, of the element that the evaluation is at.
    package func value(ofMember number: Int, in evaluation: inout Evaluation) -> MappedValue? {
        guard case .each(_, .object(let members)) = expression else { return nil }
        return evaluation.value(of: members[number].value)
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
