import OutboxCore
import OutboxYAML

/// Why an operand does not suit its operator or subject.
struct ConditionFailure: Error {
    let problem: String
    var suggestion: String?
}

/// What is compared, and what is known of it when a condition is compiled.
struct ComparisonSubject {
    private let expression: Expression
    private let text: String
    private let grammar: MappingGrammar
    /// The path, where it is nothing but one of the event's own.
    private let path: JSONPath?
    private let isIdentity: Bool
    private let kind: MappingGrammar.Kind?

    init(_ expression: Expression, text: String, grammar: MappingGrammar) {
        (self.text, self.grammar) = (text, grammar)
        switch expression {
        case .path(let path):
            self.path = path.inEvent
            kind = path.inEvent.flatMap { grammar.kind($0) }
        case .pipeline(_, let functions):
            path = nil
            kind = functions.last?.function.resultKind
        default: (path, kind) = (nil, nil)
        }
        isIdentity = path.map { grammar.isIdentity($0) } ?? false
        if let path, isIdentity, case let twins = grammar.twins(path), !twins.isEmpty {
            let paths = [path] + twins
            self.expression = .alternatives(
                paths.map { .path(MappingPath(scope: .event, path: $0)) }, texts: paths.map(\.description))
        } else {
            self.expression = expression
        }
    }

    /// The comparison of this subject with the operand of an operator.
    func comparison(
        _ name: MappingComparison.Operator, _ node: YAMLNode, isNegated: Bool, line: Int
    ) throws(ConditionFailure) -> Comparison {
        let constants = try constants(of: node, for: name)
        var test = try test(name, constants)
        var isOpposite = [.ne, .notIn, .notContains, .notMatches].contains(name)
        if case .exists = test { isOpposite = isOpposite != (constants.first?.isFalse ?? false) }
        if case .empty = test { isOpposite = isOpposite != (constants.first?.isFalse ?? false) }
        if case .equals = test, isIdentity { test = .equals(identities(constants)) }
        let texts = constants.map { hidden($0.value.flatMap { MappingFunction.scalarText($0) } ?? "") }
        return Comparison(
            subject: expression, test: test, isNegated: isOpposite, isIdentity: isIdentity, hide: hide(texts),
            expected: expected(name, constants),
            description: MappingComparison(
                subject: text, path: path, comparison: name, constants: texts, isNegated: isNegated, line: line))
    }

    // MARK: Constants

    private func constants(
        of node: YAMLNode, for name: MappingComparison.Operator
    ) throws(ConditionFailure) -> [Literal] {
        if node.isNull {
            throw ConditionFailure(problem: "compared with nothing", suggestion: "{exists: false}")
        }
        switch node.content {
        case .scalar where name == .in || name == .notIn:
            throw ConditionFailure(
                problem: "`\(name.rawValue)` takes a list, not \(node.kindWithText)",
                suggestion: "{\(name.rawValue): [\(node.text ?? "a")]}")
        case .scalar: return [try checked(node, for: name)]
        case .list(let items):
            guard name == .in || name == .notIn else {
                throw ConditionFailure(
                    problem: "`\(name.rawValue)` takes one constant, not a list",
                    suggestion: name == .ne ? "not_in" : "any: with one condition for each")
            }
            guard !items.isEmpty else { throw ConditionFailure(problem: "a list of nothing, of which nothing is one") }
            var literals: [Literal] = []
            for item in items { literals.append(try checked(item, for: name)) }
            return literals
        case .mapping:
            throw ConditionFailure(problem: "`\(name.rawValue)` takes a constant, not a mapping")
        }
    }

    private func checked(_ node: YAMLNode, for name: MappingComparison.Operator) throws(ConditionFailure) -> Literal {
        guard let literal = node.literal else {
            throw ConditionFailure(problem: "a text, a number, true or false is expected, not \(node.kindWithText)")
        }
        switch name {
        case .exists, .empty:
            guard case .bool = literal else {
                throw ConditionFailure(problem: "`\(name.rawValue)` takes true or false, not \(node.kindWithText)")
            }
        case .gt, .gte, .lt, .lte:
            guard case .number(let digits) = literal else {
                throw ConditionFailure(
                    problem: "`\(name.rawValue)` compares numbers, not \(node.kindWithText)",
                    suggestion: "a number without quotes: {\(name.rawValue): 10}")
            }
            guard ExactDecimal(String(decoding: digits, as: UTF8.self)) != nil else { throw Self.tooManyDigits }
            try check(.number, "a number", node)
        case .startsWith, .endsWith, .matches, .notMatches:
            guard !isIdentity else { throw notAskable(name) }
            guard case .text = literal else {
                throw ConditionFailure(
                    problem: "`\(name.rawValue)` compares texts, not \(node.kindWithText)",
                    suggestion: "{\(name.rawValue): \"\(node.text ?? "")\"}")
            }
            try check(.text, "a text", node)
        case .contains, .notContains:
            guard !isIdentity else { throw notAskable(name) }
            // What functions make of a list is a list.
            if path != nil, kind == .number || kind == .bool { try check(.text, "a text", node) }
        case .eq, .ne, .in, .notIn: try checkKind(of: literal, node)
        }
        return literal
    }

    private static let tooManyDigits = ConditionFailure(problem: "a number with too many digits to be compared")

    private func notAskable(_ name: MappingComparison.Operator) -> ConditionFailure {
        ConditionFailure(
            problem: "\(text) is kept as a digest, of which `\(name.rawValue)` cannot be asked",
            suggestion: "a whole value, or {exists: true}")
    }

    /// A constant of another kind than the value can have would never be equal.
    private func checkKind(of literal: Literal, _ node: YAMLNode) throws(ConditionFailure) {
        switch literal {
        case .number(let digits):
            guard !isIdentity else { return }
            guard ExactDecimal(String(decoding: digits, as: UTF8.self)) != nil else { throw Self.tooManyDigits }
            try check(.number, "a number", node)
        case .bool: try check(.bool, "true or false", node)
        case .text, .table: try check(.text, "a text", node)
        }
    }

    private func check(_ wanted: MappingGrammar.Kind, _ article: String, _ node: YAMLNode) throws(ConditionFailure) {
        guard let kind, kind != wanted else { return }
        let written = node.text.map { Quoting.bare($0) } ?? ""
        let suggestion: String? =
            switch kind {
            case .text: "\"\(written)\" in quotes"
            case .number, .bool: NumberText.isNumber(written.utf8) ? "\(written) without quotes" : nil
            case .list: "contains"
            }
        throw ConditionFailure(
            problem: "\(text) is \(kind.article) and is compared with \(article)", suggestion: suggestion)
    }

    /// The constants at the path of an identity, with all that mean the same.
    private func identities(_ literals: [Literal]) -> Constants {
        let texts = literals.compactMap { $0.value.flatMap { MappingFunction.scalarText($0) } }
        let equivalents = path.map { path in texts.flatMap { grammar.equivalents(path, $0) } } ?? []
        // An event of before may have it as a number.
        let numbers = texts.compactMap { text in NumberText.digits(of: text).map { Literal.number($0) } }
        return Constants(texts.map { .text($0) } + numbers, equivalents: equivalents)
    }

    /// A constant as it may be shown, and as what it means is stored.
    private func hidden(_ constant: String) -> String {
        guard isIdentity, let path else { return grammar.scrubbed(constant) ?? constant }
        return grammar.digest(path, constant) ?? constant
    }

    /// What a value is compared as once more: an identity as its digest, and a text without what is personal where a
    /// constant is so too. Values are stored like that, unless the configuration keeps them in clear.
    private func hide(_ constants: [String]) -> (@Sendable (String) -> String?)? {
        if isIdentity, let path { return { [digest = grammar.digest] in digest(path, $0) } }
        return constants.contains(where: MaskedText.holdsDigest) ? grammar.scrubbed : nil
    }

    // MARK: Tests

    private func test(
        _ name: MappingComparison.Operator, _ constants: [Literal]
    ) throws(ConditionFailure) -> Comparison.Test {
        let first = constants.first
        let texts = constants.compactMap(\.text)
        let scrubbed = isIdentity ? [] : texts.compactMap { grammar.scrubbed($0) }
        let equivalents = path.map { path in texts.flatMap { grammar.equivalents(path, $0) } } ?? []
        let all = Constants(constants, equivalents: equivalents + scrubbed)
        switch name {
        case .eq, .ne, .in, .notIn: return .equals(all)
        case .gt, .gte: return .above(first?.decimal ?? .zero, orEqual: name == .gte)
        case .lt, .lte: return .below(first?.decimal ?? .zero, orEqual: name == .lte)
        case .contains, .notContains: return .contains(Constants(constants, equivalents: scrubbed))
        case .startsWith: return .startsWith(Array((scrubbed.first ?? first?.text ?? "").utf8))
        case .endsWith: return .endsWith(Array((scrubbed.first ?? first?.text ?? "").utf8))
        case .matches, .notMatches:
            do throws(PatternFailure) {
                return .matches(try LinearPattern(scrubbed.first ?? first?.text ?? ""))
            } catch {
                throw ConditionFailure(problem: "the pattern \(error.description)")
            }
        case .exists: return .exists
        case .empty: return .empty
        }
    }

    /// For people; a constant can be somebody's address as well.
    private func shown(_ constant: Literal) -> String {
        switch constant {
        case .bool: constant.shown
        case .text, .number, .table:
            isIdentity
                ? "\"\(MaskedText.identity(hidden(constant.value.flatMap { MappingFunction.scalarText($0) } ?? "")))\""
                : constant.shown
        }
    }

    private func expected(_ name: MappingComparison.Operator, _ constants: [Literal]) -> String {
        let shown = constants.prefix(20).map(shown).joined(separator: ", ") + (constants.count > 20 ? ", …" : "")
        let isFalse = constants.first?.isFalse ?? false
        return switch name {
        case .eq: shown
        case .ne: "not \(shown)"
        case .in: "one of \(shown)"
        case .notIn: "none of \(shown)"
        case .gt: "above \(shown)"
        case .gte: "\(shown) or above"
        case .lt: "below \(shown)"
        case .lte: "\(shown) or below"
        case .contains: "contains \(shown)"
        case .notContains: "does not contain \(shown)"
        case .startsWith: "starts with \(shown)"
        case .endsWith: "ends with \(shown)"
        case .matches: "matches \(shown)"
        case .notMatches: "does not match \(shown)"
        case .exists: isFalse ? "absent" : "present"
        case .empty: isFalse ? "not empty" : "empty"
        }
    }
}

extension Literal {
    fileprivate var isFalse: Bool { if case .bool(false) = self { true } else { false } }

    fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }

    fileprivate var decimal: ExactDecimal? {
        if case .number(let digits) = self { ExactDecimal(String(decoding: digits, as: UTF8.self)) } else { nil }
    }

    /// For people, where it is compared with no identity.
    fileprivate var shown: String {
        switch self {
        case .text(let text): "\"\(MaskedText.text(text))\""
        case .number(let digits): String(decoding: digits, as: UTF8.self)
        case .bool(let bool): bool ? "true" : "false"
        case .table: "a table"
        }
    }
}

extension MappingGrammar.Kind {
    fileprivate var article: String {
        switch self {
        case .text: "a text"
        case .number: "a number"
        case .bool: "true or false"
        case .list: "a list"
        }
    }
}
