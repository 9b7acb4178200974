/// Where one event stands on its way to one destination. The raw values are stored.
///
/// `sending` (member of an open attempt), `retrying` (class `retry`) and `paused` (at a paused destination) are ways to
/// read `queued`, not states of their own.
package enum DeliveryState: Int, Sendable, CaseIterable, Hashable {
    /// Waits to be sent, or is a member of an open attempt. Can become any other state.
    case queued = 0
    /// TikTok took it (`DeliveryReason.warnings` and `.validated` tell how). Returns to `queued` by `replay` alone.
    case delivered = 1
    /// Deliberately not sent, always with a reason. Returns to `queued` by `replay` alone.
    case skipped = 2
    /// Taken back by an operator before it left. Returns to `queued` by `retry` alone.
    case cancelled = 3
    /// A dead letter: kept, with the reason. Returns to `queued` by `retry` alone.
    case failed = 4

    /// The word that people, JSON and the command line use.
    package var name: String {
        switch self {
        case .queued: "queued"
        case .delivered: "delivered"
        case .skipped: "skipped"
        case .cancelled: "cancelled"
        case .failed: "failed"
        }
    }

    /// Reads the word that people use; nil for any other.
    package init?(name: String) {
        guard let state = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = state
    }
}
