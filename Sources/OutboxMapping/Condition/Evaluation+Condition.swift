import OutboxCore

extension Evaluation {
    /// Whether a condition holds; why it cannot be evaluated becomes a warning.
    mutating func verdict(on condition: Condition) -> Verdict {
        switch condition {
        case .all(let conditions):
            var verdict = Verdict.holds
            for condition in conditions {
                switch self.verdict(on: condition) {
                case .holds: break
                case .fails: return .fails
                case .unevaluable: verdict = .unevaluable
                }
            }
            return verdict
        case .any(let conditions):
            var verdict = Verdict.fails
            for condition in conditions {
                switch self.verdict(on: condition) {
                case .holds: return .holds
                case .fails: break
                case .unevaluable: verdict = .unevaluable
                }
            }
            return verdict
        case .not(let condition): return verdict(on: condition).negated
        case .comparison(let comparison): return verdict(on: comparison)
        }
    }

    private mutating func verdict(on comparison: Comparison) -> Verdict {
        let before = faults
        let value = value(of: comparison.subject)
        // What could not be worked out has a warning already, and must not pass for absent.
        guard faults == before else { return .unevaluable }
        let (verdict, problem) = comparison.verdict(on: value)
        if let problem { warn(comparison.subject.place, "the condition cannot be evaluated: \(problem)") }
        return verdict
    }

    /// What keeps a condition from holding (or, if it is not wanted, from failing).
    mutating func finding(on condition: Condition, wanted: Bool) -> ConditionFinding {
        switch condition {
        case .not(let condition): return finding(on: condition, wanted: !wanted)
        case .comparison(let comparison): return finding(on: comparison, wanted: wanted)
        case .all(let conditions) where wanted, .any(let conditions) where !wanted:
            return decisive(conditions, wanted: wanted)
        case .all(let conditions), .any(let conditions):
            return combined(conditions.prefix(5).map { finding(on: $0, wanted: wanted) }, wanted: wanted)
        }
    }

    /// The first that is not as wanted; else the first that is unknown.
    private mutating func decisive(_ conditions: [Condition], wanted: Bool) -> ConditionFinding {
        var unknown: Condition?
        for condition in conditions {
            switch verdict(on: condition) {
            case wanted ? .fails : .holds: return finding(on: condition, wanted: wanted)
            case .unevaluable: unknown = unknown ?? condition
            default: break
            }
        }
        guard let condition = unknown ?? conditions.first else {
            return ConditionFinding(path: "", expected: "", seen: "", line: nil, isEvaluable: false)
        }
        return finding(on: condition, wanted: wanted)
    }

    private func combined(_ findings: [ConditionFinding], wanted: Bool) -> ConditionFinding {
        guard findings.count != 1, let first = findings.first else {
            return findings.first ?? ConditionFinding(path: "", expected: "", seen: "", line: nil, isEvaluable: true)
        }
        var paths: [String] = []
        for finding in findings where !paths.contains(finding.path) { paths.append(finding.path) }
        let isOne = paths.count == 1
        return ConditionFinding(
            path: paths.joined(separator: ", "),
            expected: findings.map { isOne ? $0.expected : "\($0.path) \($0.expected)" }.joined(separator: ", or "),
            seen: isOne ? first.seen : findings.map { "\($0.path): \($0.seen)" }.joined(separator: ", "),
            line: first.line, isEvaluable: findings.contains { $0.isEvaluable })
    }

    private mutating func finding(on comparison: Comparison, wanted: Bool) -> ConditionFinding {
        let step = step(comparison)
        return ConditionFinding(
            path: step.path, expected: wanted ? step.expected : "not \(step.expected)", seen: step.seen,
            line: step.line, isEvaluable: step.holds != nil)
    }

    /// What a comparison saw.
    mutating func step(_ comparison: Comparison) -> ConditionTrace.Step {
        let before = faults
        let value = value(of: comparison.subject)
        let isKnown = faults == before
        let verdict = isKnown ? comparison.verdict(on: value).verdict : .unevaluable
        return ConditionTrace.Step(
            path: comparison.description.subject, expected: comparison.expected,
            seen: isKnown
                ? MaskedText.shown(value, isIdentity: comparison.isIdentity) : "what its functions cannot work on",
            holds: verdict == .unevaluable ? nil : verdict == .holds, line: comparison.description.line)
    }

    /// What every comparison of a condition saw, in order.
    mutating func steps(of condition: Condition) -> [ConditionTrace.Step] {
        switch condition {
        case .all(let conditions), .any(let conditions): conditions.flatMap { steps(of: $0) }
        case .not(let condition): steps(of: condition)
        case .comparison(let comparison): [step(comparison)]
        }
    }
}
