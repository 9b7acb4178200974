import OutboxCore

/// Makes random events, and random mappings and conditions that follow the grammar, as YAML.
struct MappingGenerator {
    var random: SeededGenerator

    private static let names = ["a", "b", "items", "user", "value", "x-y", "größe", "\"odd name\"", "headers"]

    /// An event whose members have the names that paths look for.
    mutating func event() -> [UInt8] {
        if random.once(in: 8) { return JSONDocumentGenerator.document(using: &random) }
        return Array(object(depth: 0).utf8)
    }

    private mutating func object(depth: Int) -> String {
        var members: [String] = []
        for name in Self.names.shuffled(using: &random).prefix(Int.random(in: 0...6, using: &random)) {
            members.append("\(name.hasPrefix("\"") ? name : "\"\(name)\""):\(json(depth: depth + 1))")
        }
        return "{\(members.joined(separator: ","))}"
    }

    private mutating func json(depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 4 ? 7 : 12), using: &random) {
        case 0:
            return random.pick(["0", "1", "-5.50", "29.90", "1e3", "1e999", "1795356201482", "123456789012345678901"])
        case 1: return random.pick(["true", "false", "null"])
        case 2...6: return string(JSONDocumentGenerator.scalars(using: &random).map { String($0) }.joined())
        case 7...9: return object(depth: depth)
        default:
            let elements = (0..<Int.random(in: 0...5, using: &random)).map { _ in json(depth: depth + 1) }
            return "[\(elements.joined(separator: ","))]"
        }
    }

    private func string(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    // MARK: Rules

    /// A value of the file.
    mutating func rule(depth: Int = 0) -> String {
        switch Int.random(in: 0..<(depth > 3 ? 6 : 14), using: &random) {
        case 0...5: return quoted(expression())
        case 6: return "{value: [1.50, {a: \(literalYAML())}]}"
        case 7: return "{first: [\(rule(depth: depth + 1)), \(rule(depth: depth + 1))]}"
        case 8:
            let condition = condition(depth: depth + 1)
            return "{when: \(condition), then: \(rule(depth: depth + 1)), else: \(rule(depth: depth + 1))}"
        case 9: return "{template: \(quoted("x{{\(expression())}}-{{ \(path()) }}"))}"
        case 10: return "[\(rule(depth: depth + 1)), \(rule(depth: depth + 1))]"
        case 11: return "{p: \(rule(depth: depth + 1)), q: \(rule(depth: depth + 1))}"
        default:
            var body = rule(depth: depth + 1)
            // In elements that is a member called value, whose own value is no constant.
            while body.hasPrefix("{value:") { body = rule(depth: depth + 1) }
            return "{each: \(rule(depth: depth + 1)), map: \(body)}"
        }
    }

    private func quoted(_ text: String) -> String { string(text) }

    private mutating func expression() -> String {
        (0...Int.random(in: 0...2, using: &random)).map { _ in term() }.joined(
            separator: random.once(in: 2) ? "??" : " ?? ")
    }

    private mutating func term() -> String {
        let atom = random.once(in: 5) ? literal() : path()
        return ([atom] + (0..<Int.random(in: 0...3, using: &random)).map { _ in function() }).joined(separator: " | ")
    }

    private mutating func path() -> String {
        if random.once(in: 12) { return random.pick([".", "$"]) }
        var path = (random.once(in: 6) ? "$." : "") + random.pick(Self.names)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            path += random.once(in: 4) ? "[\(Int.random(in: 0...3, using: &random))]" : "." + random.pick(Self.names)
        }
        return path
    }

    private mutating func literal() -> String {
        random.pick([
            "'text'", "''", "'it''s'", "'a@b.example'", "12.50", "-1e3", "0", "true", "false", "null", "'29.90'",
        ])
    }

    private mutating func literalYAML() -> String {
        random.pick(["text", "\"\"", "\"1\"", "12.50", "-1e3", "0", "true", "false", "\"é\"", "\"a@b.example\""])
    }

    private mutating func function() -> String {
        switch random.pick(Self.functions) {
        case "each": "each('\(random.pick(["a", ".", "b.items | count", "$.a ?? value"]))')"
        case "sum": random.pick(["sum", "sum('value ?? 1')", "sum('a')"])
        case "regex":
            "regex('\(random.pick(["a+", "(.)(.)", "(a|b)*c?", "^x$", #"(?i)\w{2,3}"#]))'\(random.pick(["", ", 0"])))"
        case let function: function
        }
    }

    private static let functions = [
        "trim", "lower", "upper", "string", "number", "integer", "round", "round(2)", "round(12)", "abs",
        "default('x')",
        "default(0)", "replace('a', 'aa')", "replace('e', '')", "regex", "split(',')", "split('-', -1)",
        "slice(1)", "slice(-2, 9)", "slice(0, -1)", "concat('x', 1)", "join(',')", "join('')", "first", "last", "count",
        "sum", "min", "max('value')", "each", "unique", "compact", "map_values({'a': 'b', c: 1, '*': true})", "date",
        "date('%Y%m%dT%H%M%S.%L %s%%')", "epoch_s", "epoch_ms", "sha256", "email", "phone('FR')", "phone", "country",
        "currency", "url_param('a')", "cookie('a')", "json",
    ]

    // MARK: Conditions

    /// A condition of the file.
    mutating func condition(depth: Int = 0) -> String {
        switch Int.random(in: 0..<(depth > 3 ? 5 : 9), using: &random) {
        case 0...4: return "{\(quoted(term(ofCondition: ()))): \(operand())}"
        case 5: return "[\(condition(depth: depth + 1)), \(condition(depth: depth + 1))]"
        case 6, 7: return "{any: [\(condition(depth: depth + 1)), \(condition(depth: depth + 1))]}"
        default: return "{not: \(condition(depth: depth + 1))}"
        }
    }

    /// A path, or one with a function that tells nothing of its kind, so that every operand suits it.
    private mutating func term(ofCondition: Void) -> String {
        var path = path()
        // An identity takes no operators but equality.
        while path.hasPrefix("user") || path.hasPrefix("$.user") { path = self.path() }
        return random.once(in: 4) ? "\(path) | \(random.pick(["first", "last", "default(5)", "slice(1)"]))" : path
    }

    private mutating func operand() -> String {
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1: literalYAML()
        case 2: "[\(literalYAML()), \(literalYAML())]"
        case 3: "{\(random.pick(["gt", "gte", "lt", "lte"])): \(random.pick(["0", "-5.5", "29.9", "1e3"]))}"
        case 4: "{\(random.pick(["eq", "ne", "contains", "not_contains"])): \(literalYAML())}"
        case 5: "{\(random.pick(["in", "not_in"])): [\(literalYAML()), \(literalYAML()), x]}"
        case 6: "{\(random.pick(["starts_with", "ends_with"])): \(random.pick(["\"\"", "a", "é"]))}"
        case 7:
            "{\(random.pick(["matches", "not_matches"])): '\(random.pick(["a+", "^$", "(a+)+$", "[^b]", #"\w\b"#]))'}"
        default: "{\(random.pick(["exists", "empty"])): \(random.pick(["true", "false"]))}"
        }
    }

    // MARK: Breaking

    /// The text with a few characters put in, taken out or replaced.
    mutating func broken(_ text: String) -> String {
        var characters = Array(text)
        for _ in 0...Int.random(in: 0...4, using: &random) {
            let index = Int.random(in: 0...characters.count, using: &random)
            let other = random.pick(Array(#"'"|?.[](){}:,$%\*+^-0aé😀 "#))
            switch Int.random(in: 0...2, using: &random) {
            case 0: characters.insert(other, at: index)
            case 1 where index < characters.count: characters.remove(at: index)
            default: if index < characters.count { characters[index] = other }
            }
        }
        return String(characters)
    }
}
