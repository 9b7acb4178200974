/// Whether an attempt was opened.
package enum OpeningResult: Sendable, Hashable {
    /// It is on record; the request may leave.
    case opened(AttemptID)
    /// The destination was paused meanwhile; nothing was written.
    case paused
    /// These members must not be sent as they were claimed: an operator changed them since, or their users withdrew
    /// their consent. Nothing was written, and they are no longer held. Open again without them.
    case changed([EventNumber])
    /// These members name users who withdrew their consent, and when the first of each did: not users of the events,
    /// which are told as changed, but what was mapped. Nothing was written, and they stay held: skip them, and open
    /// again without them.
    case withdrawn([EventNumber: Timestamp])
}
