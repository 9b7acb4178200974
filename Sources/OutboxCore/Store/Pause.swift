/// Why a destination stands still.
package struct Pause: Sendable, Hashable {
    /// Who or what stopped it. The raw values are stored.
    package enum Cause: Int, Sendable, CaseIterable {
        /// An operator said so; only an operator resumes it.
        case `operator` = 1
        /// TikTok refused the token; a token with another digest resumes it.
        case credentials = 2
        /// TikTok refused pixel, path or envelope, or refuses everything alike.
        case configuration = 3

        /// The word that people and JSON use.
        package var name: String {
            switch self {
            case .operator: "operator"
            case .credentials: "credentials"
            case .configuration: "configuration"
            }
        }
    }

    /// What stopped it.
    package var cause: Cause
    /// The login name of the operator, or `outbox`.
    package var by: String
    /// The reason given, or TikTok's code and message.
    package var why: String
    /// When the pause began.
    package var at: Timestamp

    /// Makes a pause.
    package init(cause: Cause, by: String, why: String, at: Timestamp) {
        self.cause = cause
        self.by = by
        self.why = why
        self.at = at
    }
}
