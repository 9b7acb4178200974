/// What a code of TikTok's table means, before the message and the size of the batch are looked at.
package enum CodeMeaning: Sendable, Hashable {
    /// The events were taken.
    case delivered
    /// The events were taken, with something to note in the body.
    case deliveredWithWarnings
    /// Something in the request is refused for good; the message may say what.
    case refused
    /// The batch is too large.
    case tooBig
    /// The destination is set up wrongly.
    case configuration
    /// The token is wrong, expired or lacks a permission.
    case credentials
    /// Too many requests.
    case rateLimited
    /// Nobody's fault: try again, not before `after`.
    case tryLater(after: Duration)
}
