/// A compiled condition.
indirect enum Condition: Sendable {
    /// All must hold.
    case all([Condition])
    /// One must hold.
    case any([Condition])
    /// It must not hold.
    case not(Condition)
    /// A value compared with constants.
    case comparison(Comparison)
}

/// Whether a condition holds, as three-valued logic has it: what is unknown stays so below `not`.
enum Verdict: Equatable {
    case holds, fails, unevaluable

    init(_ holds: Bool) { self = holds ? .holds : .fails }

    /// The opposite; of the unknown the unknown.
    var negated: Verdict {
        switch self {
        case .holds: .fails
        case .fails: .holds
        case .unevaluable: .unevaluable
        }
    }
}
