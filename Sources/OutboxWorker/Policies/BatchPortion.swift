/// How large a batch a delivery may travel in: smaller and smaller from the third attempt on, so that one event that
/// makes TikTok stumble ends up alone.
package enum BatchPortion: Sendable, Hashable, CaseIterable {
    /// The first and the second attempt.
    case whole
    /// The third attempt: a quarter of `batch.max`.
    case quarter
    /// The fourth attempt: a sixteenth.
    case sixteenth
    /// The fifth attempt and all later ones.
    case alone

    /// The portion of a delivery with so many attempts spent.
    package init(attempts: Int) {
        self =
            switch attempts {
            case ..<2: .whole
            case 2: .quarter
            case 3: .sixteenth
            default: .alone
            }
    }

    /// The number of events in a batch of this portion, at least 1.
    package func size(of maximum: Int) -> Int {
        switch self {
        case .whole: max(1, maximum)
        case .quarter: max(1, maximum / 4)
        case .sixteenth: max(1, maximum / 16)
        case .alone: 1
        }
    }
}
