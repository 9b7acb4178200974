import OutboxCore
import OutboxMapping
import OutboxYAML
import Synchronization

/// The conditions of test sessions, each compiled once.
final class SessionConditions: Sendable {
    private let compiled = Mutex<[String: MappingCondition?]>([:])
    private let grammar: MappingGrammar

    /// More sessions than that do not run at a time; then old ones are forgotten.
    private static let limit = 64

    init(grammar: MappingGrammar) {
        self.grammar = grammar
    }

    /// The condition of a session; nil where its text is none, which then matches nothing.
    func condition(of session: TestSession) -> MappingCondition? {
        if let known = compiled.withLock({ $0[session.match] }) { return known }
        let condition = compile(session.match)
        compiled.withLock { compiled in
            if compiled.count >= Self.limit { compiled.removeAll() }
            compiled[session.match] = .some(condition)
        }
        return condition
    }

    private func compile(_ text: String) -> MappingCondition? {
        guard let node = try? YAMLDocument.parse(text) else { return nil }
        var problems: [MappingProblem] = []
        let condition = MappingCondition(node, path: "match", grammar: grammar, problems: &problems)
        return problems.isEmpty ? condition : nil
    }
}
