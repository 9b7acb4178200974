import OutboxMapping
import OutboxRouting
import OutboxYAML

/// Texts of a configuration, compiled as its reader does.
enum Compiled {
    struct Fault: Error, CustomStringConvertible { let description: String }

    static func map(_ text: String, _ rules: DestinationRules) throws -> MappingTable {
        var problems: [MappingProblem] = []
        let table = MappingTable(
            try node(text), path: "map", origin: MappingTable.Origin.configuration,
            grammar: rules.valueGrammar, problems: &problems)
        guard problems.isEmpty else { throw Fault(description: "\(problems)") }
        return table
    }

    static func condition(_ text: String, _ rules: DestinationRules) throws -> MappingCondition {
        var problems: [MappingProblem] = []
        let condition = MappingCondition(
            try node(text), path: "filters[0]", grammar: rules.conditionGrammar, problems: &problems)
        guard let condition, problems.isEmpty else { throw Fault(description: "\(problems)") }
        return condition
    }

    private static func node(_ text: String) throws -> YAMLNode {
        guard let node = try YAMLDocument.parse(text) else { throw Fault(description: "nothing is written") }
        return node
    }
}

extension DestinationRules {
    /// Lays a map over the shipped one.
    mutating func lay(_ map: String) throws { self.map = try Compiled.map(map, self) }

    /// Adds filters.
    mutating func filter(_ conditions: String...) throws {
        filters += try conditions.map { try Compiled.condition($0, self) }
    }

    /// A rule for `events`.
    func rule(
        _ to: String?, when: String? = nil, map: String? = nil, line: Int? = nil
    ) throws -> EventRule {
        var rule = EventRule(to: to, line: line)
        rule.when = try when.map { try Compiled.condition($0, self) }
        if let map { rule.map = try Compiled.map(map, self) }
        return rule
    }
}
