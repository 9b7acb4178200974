/// One destination's numbers, all of one moment.
///
/// `queued`, `retrying`, `sending`, `delivered`, `deliveredWithWarnings`, `validated`, `skipped`, `dryRun`, `failed`
/// and `cancelled` are disjoint and add up to all deliveries ever routed there.
package struct DestinationStatus: Sendable, Hashable {
    /// Whether it is being worked, by the configuration.
    package enum State: String, Sendable {
        /// In the configuration and not paused.
        case running
        /// Stopped by an operator or by TikTok's answers.
        case paused
        /// No longer in the configuration; its deliveries are kept.
        case removed
    }

    /// Its name in the configuration.
    package var name: String
    /// Whether it is being worked.
    package var state: State
    /// The process that owns its lane, if one is alive.
    package var owner: String?
    /// The pause in force.
    package var pause: Pause?
    /// Waiting for a first try (not counting what is being sent).
    package var queued = 0
    /// Waiting for another try (not counting what is being sent).
    package var retrying = 0
    /// Members of open attempts.
    package var sending = 0
    /// The part of `queued` and `retrying` that stands still because the destination is paused.
    package var paused = 0
    /// Taken by TikTok, plainly.
    package var delivered = 0
    /// Taken by TikTok with a warning.
    package var deliveredWithWarnings = 0
    /// Answered OK under a test code.
    package var validated = 0
    /// Deliberately not sent, for any reason but a dry run.
    package var skipped = 0
    /// Shown instead of sent.
    package var dryRun = 0
    /// Given up: the dead letters.
    package var failed = 0
    /// Taken back by an operator.
    package var cancelled = 0
    /// How long the oldest due delivery has been due; nil when nothing is due.
    package var oldestDueSeconds: Double?
    /// When the delivery that is due first is (or was) due; nil when none waits.
    package var nextDueAt: Timestamp?

    /// The newest request with an outcome, where it failed; nil where it did not, or is long ago.
    package var lastFailure: FailedRequest?

    /// Makes a status with all counts zero.
    package init(name: String, state: State) {
        self.name = name
        self.state = state
    }
}
