/// How people name an event: its `event_id`, the producer's `id`, or `#` and its number.
package enum EventIdentifier: Sendable, Hashable {
    /// `#17`: the number itself.
    case number(EventNumber)
    /// Anything else: an `event_id` or a producer's `id`, with the first 8 bytes of its SHA-256 for the search.
    case text(String, digestPrefix: [UInt8])
}
