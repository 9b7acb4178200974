/// Whether an attempt was opened.
package enum OpeningResult: Sendable, Hashable {
    /// It is on record; the request may leave.
    case opened(AttemptID)
    /// The destination was paused meanwhile; nothing was written.
    case paused
    /// These members are no longer queued (an operator cancelled them after the claim); nothing was written, and they
    /// are no longer held. Open again without them.
    case changed([EventNumber])
}
