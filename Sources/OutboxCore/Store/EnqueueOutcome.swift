/// What became of one event that was handed to the store.
package enum EnqueueOutcome: Sendable, Hashable {
    /// It is on disk under this number.
    case accepted(EventNumber)
    /// It was there already, under this number. `differs` tells that the earlier one has another body.
    case duplicate(EventNumber, differs: Bool)

    /// Whether it was there already with another body: what this one said is lost.
    package var isDiffering: Bool {
        if case .duplicate(_, differs: true) = self { true } else { false }
    }

    /// The number it is known by.
    package var number: EventNumber {
        switch self {
        case .accepted(let number), .duplicate(let number, _): number
        }
    }
}
