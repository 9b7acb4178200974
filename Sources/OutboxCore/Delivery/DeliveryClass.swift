/// Who goes first among what is due at one destination. The raw values are stored and are the order of the index.
package enum DeliveryClass: Int, Sendable, CaseIterable, Hashable {
    /// Events as they happen.
    case live = 0
    /// What was tried and comes again.
    case retry = 1
    /// File imports and replays.
    case bulk = 2

    /// The word that people and JSON use.
    package var name: String {
        switch self {
        case .live: "live"
        case .retry: "retry"
        case .bulk: "bulk"
        }
    }
}
