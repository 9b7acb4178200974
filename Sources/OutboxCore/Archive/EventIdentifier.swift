/// How people name an event: its `event_id`, the producer's `id`, or `#` and its number.
package enum EventIdentifier: Sendable, Hashable {
    /// `#17`: the number itself.
    case number(EventNumber)
    /// Anything else: an id in the spellings that it may be kept in, of one source by name or of all.
    ///
    /// An `event_id` wins: the producer's `id` counts only where no event of those asked for has it as its `event_id`.
    case id([Spelling], source: String?)

    /// An id as it may be kept.
    package struct Spelling: Sendable, Hashable {
        /// The id itself.
        package var text: String
        /// The first 8 bytes of its SHA-256, for the search by `event_id`.
        package var digestPrefix: [UInt8]

        /// Makes a spelling of its parts.
        package init(_ text: String, digestPrefix: [UInt8]) {
            self.text = text
            self.digestPrefix = digestPrefix
        }
    }
}
