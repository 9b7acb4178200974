/// Why a delivery ended as it did. The raw values are stored; 0 stands for no reason in the counters.
package enum DeliveryReason: Int, Sendable, CaseIterable, Hashable {
    // Of `delivered`:
    /// TikTok took the batch and warned (code 20001).
    case warnings = 1
    /// TikTok answered OK under a test code, which counts for nothing.
    case validated = 2

    // Of `skipped`:
    /// No mapping names the event.
    case unmapped = 10
    /// A filter did not hold.
    case filter = 11
    /// A required consent was missing or denied.
    case consent = 12
    /// Older than TikTok or the configuration takes.
    case tooOld = 13
    /// The same TikTok event with the same event id was already opened at the destination within 48 hours.
    case duplicate = 14
    /// A test session is running and the event is not part of it.
    case sessionOnly = 15
    /// The destination only shows what it would send.
    case dryRun = 16

    // Of `failed`:
    /// TikTok refused this very event.
    case rejected = 20
    /// It cannot become a legal TikTok event.
    case invalid = 21
    /// The time for retries is spent.
    case expired = 22
    /// Sending it (again) could count twice, so it is held.
    case mayCountTwice = 23

    /// The word that people, JSON and the command line use.
    package var name: String {
        switch self {
        case .warnings: "warnings"
        case .validated: "validated"
        case .unmapped: "unmapped"
        case .filter: "filter"
        case .consent: "consent"
        case .tooOld: "too_old"
        case .duplicate: "duplicate"
        case .sessionOnly: "session_only"
        case .dryRun: "dry_run"
        case .rejected: "rejected"
        case .invalid: "invalid"
        case .expired: "expired"
        case .mayCountTwice: "may_count_twice"
        }
    }

    /// Reads the word that people use; nil for any other.
    package init?(name: String) {
        guard let reason = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = reason
    }

    /// The state this reason belongs to.
    package var state: DeliveryState {
        switch self {
        case .warnings, .validated: .delivered
        case .unmapped, .filter, .consent, .tooOld, .duplicate, .sessionOnly, .dryRun: .skipped
        case .rejected, .invalid, .expired, .mayCountTwice: .failed
        }
    }
}
