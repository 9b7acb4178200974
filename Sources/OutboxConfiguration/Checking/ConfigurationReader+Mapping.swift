import OutboxCore
import OutboxMapping
import OutboxRouting
import OutboxYAML

extension ConfigurationReader {
    /// Reads `map` of a destination, laid over that of the one it is like.
    func readMap(
        _ section: Section, over base: Section?, into rules: inout DestinationRules, eventSource: EventSource?
    ) {
        let grammar = rules.valueGrammar
        if let setting = base?["map"] { rules.map = mapping(setting, grammar, eventSource: eventSource) }
        guard !section.isInherited("map"), let setting = section["map"] else { return }
        rules.map = rules.map.overlaid(by: mapping(setting, grammar, eventSource: eventSource))
    }

    /// Compiles a mapping; nil for the event source where that is wrong, then fields are not judged.
    func mapping(_ setting: Setting, _ grammar: MappingGrammar, eventSource: EventSource?) -> MappingTable {
        guard case .mapping = setting.node.content else {
            setting.mismatch("a mapping", example: "{properties.value: properties.total}")
            return .empty
        }
        var problems: [MappingProblem] = []
        let table = MappingTable(
            setting.node, path: setting.path, origin: MappingTable.Origin.configuration, grammar: grammar,
            problems: &problems)
        report(problems, setting)
        for entry in table.entries {
            lint(entry.rule?.sources ?? [], grammar, "\(setting.path).\(entry.target)", entry.origin.line)
        }
        guard let eventSource else { return table }
        for entry in table.entries {
            let path = "\(setting.path).\(entry.target)"
            if let found = MappingTarget.problem(with: entry, for: eventSource) {
                setting.diagnostics.report(.error, path, found.problem, found.suggestion, line: entry.origin.line)
            } else if let found = MappingTarget.warning(for: entry, at: eventSource) {
                setting.diagnostics.report(
                    .warning, path, found.problem, found.suggestion, line: entry.origin.line, lint: .unlistedField)
            }
        }
        return table
    }

    /// Compiles a condition.
    func condition(_ setting: Setting, _ grammar: MappingGrammar) -> MappingCondition? {
        var problems: [MappingProblem] = []
        let condition = MappingCondition(setting.node, path: setting.path, grammar: grammar, problems: &problems)
        report(problems, setting)
        if let condition { lint(condition.sources, grammar, setting.path, condition.line) }
        return condition
    }

    /// Warns of paths that the language takes, but that hardly any event has a value at.
    private func lint(_ sources: [JSONPathPattern], _ grammar: MappingGrammar, _ path: String, _ line: Int) {
        guard let shape = grammar.shape else { return }
        for source in sources {
            let read = source.upToElements
            if let finding = shape.problem(with: read) {
                diagnostics.report(
                    .warning, path, finding.problem, finding.suggestion, line: line, lint: .unlikelyPath)
            } else if let meant = shape.doubt(about: read) {
                diagnostics.report(
                    .warning, path, "an event is not known to have \(Quoting.bare(read.description))",
                    meant.description, line: line, lint: .unlikelyPath)
            }
        }
    }

    private func report(_ problems: [MappingProblem], _ setting: Setting) {
        for problem in problems {
            setting.diagnostics.report(
                .error, problem.path, problem.problem, problem.suggestion, line: problem.line ?? setting.line)
        }
    }
}

extension MappingTable.Origin {
    /// The line in the file that the entry stands in.
    var line: Int {
        switch self {
        case .shipped(let line), .configuration(let line): line
        }
    }
}
