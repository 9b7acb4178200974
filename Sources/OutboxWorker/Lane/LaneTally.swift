package import OutboxCore

/// What a lane did in one run, as far as it is on record.
package struct LaneTally: Sendable, Hashable {
    /// Requests that were answered, or failed.
    package var requests = 0
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
    /// Attempts after which a delivery went back to the queue to be tried later.
    package var retried = 0

    /// Makes a tally of nothing.
    package init() {}

    /// Adds some outcomes to the counts.
    package mutating func count(_ outcomes: some Sequence<DeliveryOutcome>) {
        for outcome in outcomes {
            switch outcome.next {
            case .delivered(.warnings): deliveredWithWarnings += 1
            case .delivered(.validated): validated += 1
            case .delivered: delivered += 1
            case .skipped(.dryRun): dryRun += 1
            case .skipped: skipped += 1
            case .failed: failed += 1
            case .queued: if outcome.spendsAttempt { retried += 1 }
            }
        }
    }

    /// Adds another tally.
    package static func += (left: inout LaneTally, right: LaneTally) {
        left.requests += right.requests
        left.delivered += right.delivered
        left.deliveredWithWarnings += right.deliveredWithWarnings
        left.validated += right.validated
        left.skipped += right.skipped
        left.dryRun += right.dryRun
        left.failed += right.failed
        left.retried += right.retried
    }
}
