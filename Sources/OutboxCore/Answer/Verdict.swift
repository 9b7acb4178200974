/// What an answer meant for one delivery. The raw values are stored with each delivery's attempts.
package enum Verdict: Int, Sendable, CaseIterable, Hashable {
    /// TikTok took it.
    case delivered = 0
    /// TikTok took it with a warning.
    case deliveredWithWarnings = 1
    /// TikTok took it under a test code.
    case validated = 2
    /// TikTok refused this very event.
    case refused = 3
    /// Another event of the batch was refused, so this one was not taken; no attempt spent.
    case notTaken = 4
    /// The destination is set up wrongly; no attempt spent.
    case configuration = 5
    /// The token was refused; no attempt spent.
    case credentials = 6
    /// Too many requests; no attempt spent.
    case rateLimited = 7
    /// A failure that passes; tried again.
    case tryLater = 8
    /// The worker was gone before the answer was on record: nobody knows.
    case unknown = 9

    /// The word that people and JSON use.
    package var name: String {
        switch self {
        case .delivered: "delivered"
        case .deliveredWithWarnings: "delivered_with_warnings"
        case .validated: "validated"
        case .refused: "refused"
        case .notTaken: "not_taken"
        case .configuration: "configuration"
        case .credentials: "credentials"
        case .rateLimited: "rate_limited"
        case .tryLater: "try_later"
        case .unknown: "unknown"
        }
    }
}
