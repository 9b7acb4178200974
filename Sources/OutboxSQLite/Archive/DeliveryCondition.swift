import OutboxCore

/// One state that a selection means, with the reasons it means of it.
struct DeliveryCondition: Hashable {
    var state: DeliveryState
    /// Nil for any reason and none.
    var reasons: [DeliveryReason]?

    /// What a list of states and a list of reasons mean together: each empty list means everything, and a reason goes
    /// with its own state alone.
    static func all(states: [DeliveryState], reasons: [DeliveryReason]) -> [DeliveryCondition] {
        DeliveryState.allCases.compactMap { state in
            guard states.isEmpty || states.contains(state) else { return nil }
            guard !reasons.isEmpty else { return DeliveryCondition(state: state) }
            let own = DeliveryReason.allCases.filter { reasons.contains($0) && $0.state == state }
            return own.isEmpty ? nil : DeliveryCondition(state: state, reasons: own)
        }
    }

    /// Whether a delivery in this state for this reason is meant.
    func holds(_ state: DeliveryState, _ reason: DeliveryReason?) -> Bool {
        guard state == self.state else { return false }
        guard let reasons else { return true }
        return reason.map(reasons.contains) ?? false
    }

    /// The same as SQL over the columns of `d`.
    ///
    /// The plus signs keep SQLite from choosing an index by it.
    var sql: String {
        guard let reasons else { return "+d.state = \(state.rawValue)" }
        let numbers = reasons.map { String($0.rawValue) }.joined(separator: ", ")
        return "(+d.state = \(state.rawValue) AND +d.reason IN (\(numbers)))"
    }
}
