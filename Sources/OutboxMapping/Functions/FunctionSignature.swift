import OutboxCore
import OutboxYAML

/// How a function is written: its arguments, and what they make of it.
struct FunctionSignature: Sendable {
    /// What an argument must be.
    enum Parameter: Sendable {
        case text
        case integer
        case scalar
        case table
        /// A text that is an expression, read in each element of a list.
        case field

        /// What it takes, for messages.
        var description: String {
            switch self {
            case .text: "a text in single quotes"
            case .integer: "a whole number"
            case .scalar: "a text, a number, true or false"
            case .table: "a table {'from': 'to'}"
            case .field: "a field in single quotes, such as 'price'"
            }
        }

        func takes(_ literal: Literal) -> Bool {
            switch (self, literal) {
            case (.text, .text), (.field, .text), (.table, .table): true
            case (.scalar, .text), (.scalar, .number), (.scalar, .bool): true
            case (.integer, .number): literal.integer != nil
            default: false
            }
        }
    }

    /// The arguments made ready.
    struct Arguments {
        let literals: [Literal]
        let grammar: MappingGrammar

        /// The nth argument as a text, if it is there and one.
        func text(_ index: Int) -> String? {
            guard literals.indices.contains(index), case .text(let text) = literals[index] else { return nil }
            return text
        }

        /// The nth argument as a whole number, if it is there and one.
        func integer(_ index: Int) -> Int? {
            literals.indices.contains(index) ? literals[index].integer : nil
        }

        /// The nth argument as an expression in an element, if it is there.
        func field(_ index: Int) throws(ExpressionFailure) -> Expression? {
            guard let text = text(index) else { return nil }
            do throws(ExpressionFailure) {
                return try ExpressionParser.parse(text, grammar: grammar, isInElement: true)
            } catch {
                throw ExpressionFailure(
                    problem: "the field \(Quoting.quoted(text)): \(error.description)", suggestion: error.suggestion)
            }
        }
    }

    /// As it is written, for messages: `round(n)`.
    let usage: String
    private let parameters: [Parameter]
    private let required: Int
    private let build: @Sendable (Arguments) throws(ExpressionFailure) -> MappingFunction

    init(
        _ usage: String, _ parameters: [Parameter] = [], required: Int? = nil,
        build: @escaping @Sendable (Arguments) throws(ExpressionFailure) -> MappingFunction
    ) {
        self.usage = usage
        self.parameters = parameters
        self.required = required ?? parameters.count
        self.build = build
    }

    /// The function with these arguments.
    func make(_ literals: [Literal], grammar: MappingGrammar) throws(ExpressionFailure) -> MappingFunction {
        guard (required...parameters.count).contains(literals.count) else {
            let wanted =
                parameters.isEmpty
                ? "no arguments"
                : required == parameters.count ? "\(required)" : "\(required) to \(parameters.count)"
            throw ExpressionFailure(
                problem: "\(usage) takes \(wanted)\(parameters.isEmpty ? "" : " arguments"), not \(literals.count)",
                suggestion: usage)
        }
        for (index, (parameter, literal)) in zip(parameters, literals).enumerated() where !parameter.takes(literal) {
            throw ExpressionFailure(
                problem: "argument \(index + 1) of \(usage) must be \(parameter.description), not \(literal.kind)",
                suggestion: usage)
        }
        return try build(Arguments(literals: literals, grammar: grammar))
    }

    /// The names of all functions, sorted.
    static let names = all.keys.sorted()
}
