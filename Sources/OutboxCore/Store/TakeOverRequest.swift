/// Asks to become the owner of a lane.
package struct TakeOverRequest: Sendable, Hashable {
    /// The destination to work.
    package var destination: DestinationID
    /// Who asks: host, process id and what it runs, as people will read it in `status`.
    package var owner: String
    /// The time of the take-over.
    package var now: Timestamp
    /// Whether an unknown outcome may be sent again: false for app events, which TikTok does not deduplicate.
    /// Where false, and for every event without `event_id`, an unknown outcome becomes `failed: may_count_twice`.
    package var mayResend: Bool

    /// Makes a request.
    package init(destination: DestinationID, owner: String, now: Timestamp, mayResend: Bool) {
        self.destination = destination
        self.owner = owner
        self.now = now
        self.mayResend = mayResend
    }
}
