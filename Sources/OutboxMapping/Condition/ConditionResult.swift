/// Whether a condition holds.
package enum ConditionResult: Sendable, Hashable {
    /// It holds.
    case holds
    /// It does not, or it cannot be evaluated: then it must never count as holding, and neither does its negation.
    case fails(ConditionFinding)
}

/// Why a condition does not hold; made to be shown.
package struct ConditionFinding: Sendable, Hashable {
    /// What was looked at, as written: `user.country`.
    package let path: String
    /// What it should have been: `one of "FR", "BE"`.
    package let expected: String
    /// What it was, short, identities and what looks like one masked; `absent` if there was nothing.
    package let seen: String
    /// The line of the comparison that decided.
    package let line: Int?
    /// Whether the comparison could be made at all.
    package let isEvaluable: Bool
}
