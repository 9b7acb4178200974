import OutboxCore
import OutboxYAML

/// Reads an expression: `path ?? path | fn('x') ?? 'literal'`, where `|` binds tighter than `??`.
struct ExpressionParser {
    private let lexer: ExpressionLexer
    private let tokens: [ExpressionToken]
    private let grammar: MappingGrammar
    /// Whether it stands inside an `each`, so that names are the element's.
    private let isInElement: Bool
    private var position = 0

    private init(_ text: String, grammar: MappingGrammar, isInElement: Bool) throws(ExpressionFailure) {
        var lexer = try ExpressionLexer(text)
        tokens = try lexer.tokens()
        self.lexer = lexer
        self.grammar = grammar
        self.isInElement = isInElement
    }

    /// The expression that a text is.
    static func parse(
        _ text: String, grammar: MappingGrammar, isInElement: Bool
    ) throws(ExpressionFailure) -> Expression {
        var parser = try ExpressionParser(text, grammar: grammar, isInElement: isInElement)
        guard parser.current.kind != .end else {
            throw ExpressionFailure(
                problem: "an empty expression", suggestion: "an empty text is written '', nothing at all null")
        }
        return try parser.value()
    }

    private var current: ExpressionToken { tokens[position] }

    private mutating func value() throws(ExpressionFailure) -> Expression {
        var alternatives: [Expression] = []
        var texts: [String] = []
        repeat {
            let start = current.start
            alternatives.append(try term())
            texts.append(lexer.text(from: start, to: current.start))
        } while takes("??")
        guard current.kind == .end else {
            throw unexpected("`|`, `??` or the end is expected")
        }
        guard alternatives.count <= 64 else { throw ExpressionFailure(problem: "more than 64 alternatives") }
        return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives, texts: texts)
    }

    private mutating func term() throws(ExpressionFailure) -> Expression {
        let base = try atom()
        var functions: [AppliedFunction] = []
        while takes("|") { functions.append(try function(place: base.place)) }
        guard functions.count <= 32 else { throw ExpressionFailure(problem: "more than 32 functions in a row") }
        return functions.isEmpty ? base : .pipeline(base, functions)
    }

    private mutating func atom() throws(ExpressionFailure) -> Expression {
        let token = current
        switch token.kind {
        case .text, .number: return try literal()?.value.map { .constant($0) } ?? .nothing
        case .identifier(let name):
            let next = tokens[position + 1].kind
            if next == .mark("(") {
                throw failure(
                    "`\(name)(` where a value is expected", at: token,
                    suggestion: "functions follow their value: properties.value | \(name)(…)")
            }
            if ["true", "false", "null"].contains(name), next != .mark("."), next != .mark("[") {
                position += 1
                return name == "null" ? .nothing : .constant(.bool(name == "true"))
            }
            return .path(try path())
        case .quotedIdentifier, .mark("$"), .mark("."): return .path(try path())
        case .mark, .end:
            throw unexpected("a path such as properties.value or a text such as 'EUR' is expected")
        }
    }

    // MARK: Paths

    private mutating func path() throws(ExpressionFailure) -> MappingPath {
        let start = current
        var components: [JSONPath.Component] = []
        var isRoot = !isInElement
        if takes("$") {
            isRoot = true
        } else if start.kind == .mark("."), !isStep(tokens[position + 1]) {
            position += 1
            return MappingPath(scope: isInElement ? .element : .event, path: .root)
        } else {
            components.append(.key(try name()))
        }
        while true {
            if takes(".") {
                components.append(.key(try name()))
            } else if takes("[") {
                components.append(.index(try index()))
            } else {
                break
            }
        }
        guard components.count <= 64 else { throw failure("a path of more than 64 steps", at: start) }
        return try scoped(components, isRoot: isRoot, start: start)
    }

    private func isStep(_ token: ExpressionToken) -> Bool {
        switch token.kind {
        case .identifier, .quotedIdentifier, .number: true
        case .text, .mark, .end: false
        }
    }

    private func scoped(
        _ components: [JSONPath.Component], isRoot: Bool, start: ExpressionToken
    ) throws(ExpressionFailure) -> MappingPath {
        guard isRoot else { return MappingPath(scope: .element, path: JSONPath(components)) }
        guard case .key(let first)? = components.first else {
            return MappingPath(scope: .event, path: JSONPath(components))
        }
        if first == "headers" {
            var rest = Array(components.dropFirst())
            if case .key(let name)? = rest.first { rest[0] = .key(name.lowercased()) }
            return MappingPath(scope: .headers, path: JSONPath(rest))
        }
        let path = JSONPath(components)
        if let finding = grammar.shape?.problem(with: path, depth: grammar.shapeDepth) {
            let isKnown = grammar.shape?.root.members[first] != nil
            let own = JSONPath([.key("properties")] + components.dropFirst(isKnown ? 1 : 0)).description
            throw failure(
                finding.problem, at: start,
                suggestion: finding.suggestion
                    ?? (components.count == 1 ? "\(own); a text is written '\(Quoting.bare(first))'" : own))
        }
        return MappingPath(scope: .event, path: path)
    }

    private mutating func name() throws(ExpressionFailure) -> String {
        let token = current
        switch token.kind {
        case .identifier(let name), .quotedIdentifier(let name):
            position += 1
            return name
        case .number(let digits):
            let text = String(decoding: digits, as: UTF8.self)
            throw failure(
                "a name is expected, not \(text)", at: token,
                suggestion: "a list's element is [\(text)], a member with that name \"\(text)\"")
        case .text(let text):
            throw failure(
                "a name is expected", at: token, suggestion: "names take double quotes: \"\(Quoting.bare(text))\"")
        case .mark, .end: throw unexpected("a name is expected")
        }
    }

    private mutating func index() throws(ExpressionFailure) -> Int {
        guard case .number(let digits) = current.kind, let index = Literal.number(digits).integer, index >= 0 else {
            throw unexpected(
                "a number from 0 is expected", suggestion: "the last element of a list is `properties.items | last`")
        }
        position += 1
        try require("]")
        return index
    }

    // MARK: Functions

    private mutating func function(place: MappingPath?) throws(ExpressionFailure) -> AppliedFunction {
        let token = current
        guard case .identifier(let name) = token.kind else { throw unexpected("the name of a function is expected") }
        position += 1
        guard let signature = FunctionSignature.all[name] else {
            throw failure(
                "no function \(Quoting.quoted(name))", at: token,
                suggestion: Suggestion.nearest(to: name, among: FunctionSignature.names)
                    ?? "one of \(FunctionSignature.names.joined(separator: " "))")
        }
        var arguments: [Literal] = []
        if takes("("), !takes(")") {
            repeat {
                guard let argument = try literal() else {
                    throw unexpected(
                        "a text, a number, true or false is expected",
                        suggestion: "arguments are constants: \(signature.usage)")
                }
                arguments.append(argument)
            } while takes(",")
            try require(")")
        }
        do throws(ExpressionFailure) {
            let function = try signature.make(arguments, grammar: grammar)
            let end = tokens[position - 1].end
            return AppliedFunction(
                function: function, text: lexer.text(from: token.start, to: end), place: place)
        } catch {
            var error = error
            error.column = lexer.column(of: token.start)
            throw error
        }
    }

    private mutating func literal() throws(ExpressionFailure) -> Literal? {
        switch current.kind {
        case .text(let text):
            position += 1
            return .text(text)
        case .number(let digits):
            position += 1
            return .number(digits)
        case .identifier("true"), .identifier("false"):
            let isTrue = current.kind == .identifier("true")
            position += 1
            return .bool(isTrue)
        case .mark("{"): return .table(try table())
        case .identifier, .quotedIdentifier, .mark, .end: return nil
        }
    }

    private mutating func table() throws(ExpressionFailure) -> [(key: String, value: Literal)] {
        position += 1
        var entries: [(key: String, value: Literal)] = []
        if takes("}") { return entries }
        repeat {
            let token = current
            let key: String
            switch token.kind {
            case .identifier(let name), .quotedIdentifier(let name), .text(let name): key = name
            case .number(let digits): key = String(decoding: digits, as: UTF8.self)
            case .mark, .end: throw unexpected("a key is expected", suggestion: "{'from': 'to', '*': 'other'}")
            }
            position += 1
            try require(":")
            guard let value = try literal(), value.value != nil else {
                throw unexpected("a text, a number, true or false is expected")
            }
            guard !entries.contains(where: { $0.key.utf8.elementsEqual(key.utf8) }) else {
                throw failure("the key \(Quoting.quoted(key)) is there twice", at: token)
            }
            entries.append((key, value))
        } while takes(",")
        try require("}")
        return entries
    }

    // MARK: Tokens

    private mutating func takes(_ mark: String) -> Bool {
        guard current.kind == .mark(mark) else { return false }
        position += 1
        return true
    }

    private mutating func require(_ mark: String) throws(ExpressionFailure) {
        guard takes(mark) else { throw unexpected("`\(mark)` is expected") }
    }

    private func unexpected(_ expected: String, suggestion: String? = nil) -> ExpressionFailure {
        failure("\(expected), not \(Quoting.bare(current.shown))", at: current, suggestion: suggestion)
    }

    private func failure(
        _ problem: String, at token: ExpressionToken, suggestion: String? = nil
    ) -> ExpressionFailure {
        ExpressionFailure(problem: problem, suggestion: suggestion, column: lexer.column(of: token.start))
    }
}
