import OutboxCore
import OutboxYAML

extension FunctionSignature {
    /// Every function by its name.
    static let all: [String: FunctionSignature] = texts.merging(numbers) { one, _ in one }
        .merging(lists) { one, _ in one }.merging(others) { one, _ in one }

    private static let texts: [String: FunctionSignature] = [
        "trim": FunctionSignature("trim") { _ in .trim },
        "lower": FunctionSignature("lower") { _ in .lower },
        "upper": FunctionSignature("upper") { _ in .upper },
        "string": FunctionSignature("string") { _ in .string },
        "replace": FunctionSignature("replace('a', 'b')", [.text, .text]) { arguments throws(ExpressionFailure) in
            .replace(try nonEmpty(arguments, 0), with: arguments.text(1) ?? "")
        },
        "regex": FunctionSignature("regex('pattern', group)", [.text, .integer], required: 1, build: regex),
        "split": FunctionSignature("split('separator', n)", [.text, .integer], required: 1) {
            arguments throws(ExpressionFailure) in
            .split(try nonEmpty(arguments, 0), piece: arguments.integer(1))
        },
        "slice": FunctionSignature("slice(from, to)", [.integer, .integer], required: 1) { arguments in
            .slice(from: arguments.integer(0) ?? 0, to: arguments.integer(1))
        },
        "concat": FunctionSignature("concat('text')", [.scalar, .scalar, .scalar, .scalar], required: 1) { arguments in
            .concat(arguments.literals.compactMap { $0.value.flatMap { MappingFunction.scalarText($0) } }.joined())
        },
        "json": FunctionSignature("json") { _ in .json },
    ]

    private static let numbers: [String: FunctionSignature] = [
        "number": FunctionSignature("number") { _ in .number },
        "integer": FunctionSignature("integer") { _ in .integer },
        "round": FunctionSignature("round(n)", [.integer], required: 0) { arguments throws(ExpressionFailure) in
            let places = arguments.integer(0) ?? 0
            guard (0...12).contains(places) else {
                throw ExpressionFailure(problem: "round(n) takes 0 to 12 places, not \(places)", suggestion: "round(2)")
            }
            return .round(places: places)
        },
        "abs": FunctionSignature("abs") { _ in .abs },
        "sum": FunctionSignature("sum('field')", [.field], required: 0) { arguments throws(ExpressionFailure) in
            .sum(try arguments.field(0))
        },
        "min": FunctionSignature("min('field')", [.field], required: 0) { arguments throws(ExpressionFailure) in
            .min(try arguments.field(0))
        },
        "max": FunctionSignature("max('field')", [.field], required: 0) { arguments throws(ExpressionFailure) in
            .max(try arguments.field(0))
        },
    ]

    private static let lists: [String: FunctionSignature] = [
        "join": FunctionSignature("join('separator')", [.text]) { .join($0.text(0) ?? "") },
        "first": FunctionSignature("first") { _ in .first },
        "last": FunctionSignature("last") { _ in .last },
        "count": FunctionSignature("count") { _ in .count },
        "each": FunctionSignature("each('field')", [.field]) { arguments throws(ExpressionFailure) in
            .each(try arguments.field(0) ?? .nothing)
        },
        "unique": FunctionSignature("unique") { _ in .unique },
        "compact": FunctionSignature("compact") { _ in .compact },
    ]

    private static let others: [String: FunctionSignature] = [
        "default": FunctionSignature("default(x)", [.scalar]) { arguments in
            arguments.literals.first?.value.map { .fallback($0) } ?? .compact
        },
        "map_values": FunctionSignature("map_values({'from': 'to'})", [.table]) { arguments in
            guard case .table(let entries)? = arguments.literals.first else { return .mapValues(ValueTable([])) }
            return .mapValues(ValueTable(entries))
        },
        "date": FunctionSignature("date('%Y-%m-%d')", [.text], required: 0) { arguments throws(ExpressionFailure) in
            let text = arguments.text(0) ?? "%F"
            guard let format = TimeFormat(text), text.utf8.count <= 100 else {
                throw ExpressionFailure(
                    problem: "the format \(Quoting.quoted(text)) has an unknown directive, or is too long",
                    suggestion: TimeFormat.directives)
            }
            return .date(format)
        },
        "epoch_s": FunctionSignature("epoch_s") { _ in .epochSeconds },
        "epoch_ms": FunctionSignature("epoch_ms") { _ in .epochMilliseconds },
        "sha256": FunctionSignature("sha256") { .identity($0.grammar.functions.sha256) },
        "email": FunctionSignature("email") { .identity($0.grammar.functions.email) },
        "phone": FunctionSignature("phone('GB')", [.text], required: 0, build: phone),
        "country": FunctionSignature("country") { _ in .country },
        "currency": FunctionSignature("currency") { _ in .currency },
        "url_param": FunctionSignature("url_param('name')", [.text]) { arguments throws(ExpressionFailure) in
            .urlParameter(try nonEmpty(arguments, 0))
        },
        "cookie": FunctionSignature("cookie('name')", [.text]) { arguments throws(ExpressionFailure) in
            .cookie(try nonEmpty(arguments, 0))
        },
    ]

    private static func nonEmpty(_ arguments: Arguments, _ index: Int) throws(ExpressionFailure) -> String {
        guard let text = arguments.text(index), !text.isEmpty else {
            throw ExpressionFailure(problem: "argument \(index + 1) must not be empty")
        }
        return text
    }

    @Sendable
    private static func regex(_ arguments: Arguments) throws(ExpressionFailure) -> MappingFunction {
        let text = arguments.text(0) ?? ""
        let pattern: LinearPattern
        do throws(PatternFailure) {
            pattern = try LinearPattern(text)
        } catch {
            throw ExpressionFailure(problem: "the pattern \(Quoting.quoted(text)): \(error.description)")
        }
        let group = arguments.integer(1) ?? min(pattern.groupCount, 1)
        guard (0...pattern.groupCount).contains(group) else {
            throw ExpressionFailure(
                problem: "the pattern has \(pattern.groupCount) groups, so there is no group \(group)",
                suggestion: "0 for the whole match")
        }
        return .regex(pattern, group: group)
    }

    @Sendable
    private static func phone(_ arguments: Arguments) throws(ExpressionFailure) -> MappingFunction {
        let functions = arguments.grammar.functions
        guard let region = arguments.text(0) else { return .identity { functions.phone($0, nil) } }
        guard functions.isPhoneRegion(region) else {
            throw ExpressionFailure(
                problem: "no region \(Quoting.quoted(region))",
                suggestion: "two letters of ISO 3166 in capitals, such as 'GB'")
        }
        return .identity { functions.phone($0, region) }
    }
}
