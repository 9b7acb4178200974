/// What TikTok's answer (or its absence) means for the batch that was sent.
///
/// The class of each code is the last column of TikTok's code table as `OutboxTikTok` keeps it; what each class means
/// is decided by the worker.
package enum AnswerClass: Sendable, Hashable {
    /// Taken.
    case delivered
    /// Taken, with a warning in the body (code 20001).
    case deliveredWithWarnings
    /// One event is refused; `index` is its zero-based position where the message names it.
    case eventRefused(index: Int?)
    /// Something in the batch is refused, and nothing says which event.
    case someoneRefused
    /// The batch is too large.
    case tooBig
    /// The destination is set up wrongly: pixel, path, envelope.
    case configuration
    /// The token is wrong, expired or lacks a permission.
    case credentials
    /// Too many requests.
    case rateLimited
    /// Nobody's fault: try again, not before `after`.
    case tryLater(after: Duration)
}
