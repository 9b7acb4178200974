import OutboxCore
import OutboxMapping
import OutboxYAML
import Testing

/// Compiles and evaluates pieces of YAML in tests.
struct MappingSubject {
    var grammar = MappingGrammar.plain

    /// A grammar with recognisable identity functions.
    static let withIdentities: MappingSubject = {
        var subject = MappingSubject()
        subject.grammar.functions = IdentityFunctions(
            sha256: { $0.utf8.count == 64 ? .text($0) : .text("digest(\($0))") },
            email: { $0.contains("@") ? .text($0.lowercased()) : .dropped("not an e-mail address, dropped") },
            phone: { text, region in .text("\(region ?? "-"):\(text)") }, isPhoneRegion: { $0 == "FR" })
        subject.grammar.isIdentity = { $0.components.first == .key("user") }
        subject.grammar.equivalents = { path, text in
            path.components.first == .key("user") ? ["digest(\(text.lowercased()))"] : []
        }
        return subject
    }()

    /// A rule, and what is wrong with it.
    func rule(_ yaml: String) throws -> (rule: MappingRule?, problems: [MappingProblem]) {
        let node = try #require(try YAMLDocument.parse("rule: \(yaml)\n"))
        guard case .mapping(let entries) = node.content, let entry = entries.first else { return (nil, []) }
        var problems: [MappingProblem] = []
        let rule = MappingRule(entry.value, path: "rule", grammar: grammar, problems: &problems)
        return (rule, problems)
    }

    /// The result of a rule as JSON, nil if it is absent, and the warnings.
    func value(
        _ yaml: String, of event: String, headers: String? = nil
    ) throws -> (json: String?, warnings: [String]) {
        let (rule, problems) = try rule(yaml)
        try #require(problems == [], "\(yaml)")
        var evaluation = try evaluation(event, headers: headers)
        let value = try #require(rule, "\(yaml)").value(in: &evaluation)
        let json = value.map { value in
            var writer = JSONWriter()
            value.append(to: &writer)
            return String(decoding: writer.bytes, as: UTF8.self)
        }
        return (json, evaluation.warnings.map(\.description))
    }

    /// The result of a rule as JSON, which must come without warnings.
    func plainValue(_ yaml: String, of event: String = "{}") throws -> String? {
        let (json, warnings) = try value(yaml, of: event)
        #expect(warnings == [], "\(yaml)")
        return json
    }

    /// The only problem of a rule, with its suggestion in parentheses.
    func problem(_ yaml: String) throws -> String {
        let (rule, problems) = try rule(yaml)
        #expect(rule == nil, "\(yaml)")
        return try text(of: problems)
    }

    /// A condition, and what is wrong with it.
    func condition(_ yaml: String) throws -> (condition: MappingCondition?, problems: [MappingProblem]) {
        let node = try #require(try YAMLDocument.parse(yaml))
        var problems: [MappingProblem] = []
        let condition = MappingCondition(node, path: "filters", grammar: grammar, problems: &problems)
        return (condition, problems)
    }

    /// Whether a condition holds; nil if it cannot be evaluated.
    func holds(_ yaml: String, for event: String, headers: String? = nil) throws -> Bool? {
        switch try result(yaml, for: event, headers: headers) {
        case .holds: true
        case .fails(let finding): finding.isEvaluable ? false : nil
        }
    }

    /// The result of a condition.
    func result(_ yaml: String, for event: String, headers: String? = nil) throws -> ConditionResult {
        let (condition, problems) = try condition(yaml)
        try #require(problems == [], "\(yaml)")
        var evaluation = try evaluation(event, headers: headers)
        return try #require(condition).evaluate(in: &evaluation)
    }

    /// The only problem of a condition, with its suggestion in parentheses.
    func conditionProblem(_ yaml: String) throws -> String {
        let (condition, problems) = try condition(yaml)
        #expect(condition == nil, "\(yaml)")
        return try text(of: problems)
    }

    /// An evaluation over an event.
    func evaluation(_ event: String, headers: String? = nil) throws -> Evaluation {
        let headers = try headers.map { try JSONDocument(Array($0.utf8)).root }
        return Evaluation(MappingInput(event: try JSONDocument(Array(event.utf8)).root, headers: headers))
    }

    private func text(of problems: [MappingProblem]) throws -> String {
        #expect(problems.count == 1, "\(problems)")
        let problem = try #require(problems.first)
        return problem.problem + (problem.suggestion.map { " (\($0))" } ?? "")
    }
}
