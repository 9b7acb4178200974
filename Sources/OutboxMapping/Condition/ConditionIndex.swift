package import OutboxCore

/// Conditions made ready to be judged over one event together: all paths that they look at are found in one walk.
///
/// Says only what it can say for certain and without a word. Everything else, and why a condition does not hold, is
/// said by ``MappingCondition/evaluate(in:)``.
package struct ConditionIndex: Sendable {
    /// A condition over the paths of the index.
    private indirect enum Step: Sendable {
        case all([Step])
        case any([Step])
        case not(Step)
        /// A value compared, at the first of the paths that has one that is not empty, or else at the last.
        case comparison(Comparison, paths: [Int])
        /// What is not only paths of the event.
        case unknown
    }

    /// What stands at the paths of the conditions in one event.
    package struct Findings: Sendable {
        fileprivate let values: JSONPathIndex.Findings
    }

    private let paths: JSONPathIndex
    private let steps: [Step]

    /// Makes conditions ready.
    package init(_ conditions: [MappingCondition]) {
        var collected: [[String]] = []
        steps = conditions.map { Self.step($0.condition, &collected) }
        paths = JSONPathIndex(collected)
    }

    /// Looks up what the conditions look at.
    package func find(in event: JSONValue) -> Findings { Findings(values: paths.find(in: event)) }

    /// The number of the first condition from a number on that does not hold for certain; their count where all do.
    package func firstDoubtful(from number: Int, _ findings: Findings) -> Int {
        var number = number
        while number < steps.count, case .holds = verdict(of: steps[number], findings.values) { number += 1 }
        return number
    }

    private func verdict(of step: Step, _ values: JSONPathIndex.Findings) -> Verdict {
        switch step {
        case .all(let steps):
            for step in steps {
                let verdict = verdict(of: step, values)
                if verdict != .holds { return verdict }
            }
            return .holds
        case .any(let steps):
            // One that holds behind one that cannot be told is left to who tells of the latter.
            for step in steps {
                let verdict = verdict(of: step, values)
                if verdict != .fails { return verdict }
            }
            return .fails
        case .not(let step): return verdict(of: step, values).negated
        case .comparison(let comparison, let paths):
            var value: JSONValue?
            for (position, path) in paths.enumerated() {
                value = values[path]
                if position == paths.count - 1 { break }
                if let value, !MappedValue.event(value).isEmpty { break }
            }
            return comparison.quickVerdict(on: value) ?? comparison.verdict(on: value.map { .event($0) }).verdict
        case .unknown: return .unevaluable
        }
    }

    // MARK: Making ready

    private static func step(_ condition: Condition, _ collected: inout [[String]]) -> Step {
        switch condition {
        case .all(let conditions): return .all(conditions.map { step($0, &collected) })
        case .any(let conditions): return .any(conditions.map { step($0, &collected) })
        case .not(let condition): return .not(step(condition, &collected))
        case .comparison(let comparison):
            guard let paths = keys(of: comparison.subject) else { return .unknown }
            return .comparison(
                comparison,
                paths: paths.map { keys in
                    if let known = collected.firstIndex(of: keys) { return known }
                    collected.append(keys)
                    return collected.count - 1
                })
        }
    }

    /// The keys of the paths in an event that a value is taken from; nil for everything else.
    private static func keys(of subject: Expression) -> [[String]]? {
        switch subject {
        case .path(let path):
            guard path.scope == .event, !path.path.components.isEmpty else { return nil }
            var keys: [String] = []
            for component in path.path.components {
                guard case .key(let key) = component else { return nil }
                keys.append(key)
            }
            return [keys]
        case .alternatives(let alternatives, _):
            var all: [[String]] = []
            for alternative in alternatives {
                guard let keys = keys(of: alternative) else { return nil }
                all += keys
            }
            return all
        default: return nil
        }
    }
}
