/// Whether an event goes to a destination, and as what.
package enum Decision: Sendable, Hashable {
    /// It goes, as these bytes.
    case send(RenderedEvent)
    /// It does not go. `detail` is the deciding step: path, expected, value seen (redacted), line of the configuration.
    case skip(DeliveryReason, detail: String)
    /// It cannot become a legal TikTok event. `detail` names the path and the problem.
    case invalid(detail: String)
}
