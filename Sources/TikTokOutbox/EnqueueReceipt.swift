import OutboxCore

/// What became of one event that was handed over.
public struct EnqueueReceipt: Sendable, Hashable {
    /// Its number, by which `outbox show '#17'` and every page know it; of a duplicate, the first one's.
    ///
    /// Inside your own transaction it is given before the commit: after a rollback another event may get it.
    public let number: Int64
    /// Its `event_id`, also one that was made for it: what the browser's pixel must send with the same event.
    ///
    /// An id that is an e-mail address or a telephone number is given as its digest.
    public let eventID: String
    /// Whether it was there already, from an earlier call or from this one. It is kept and sent once.
    public let isDuplicate: Bool
    /// Whether it is a duplicate that says something else than the first one, which stays as it is.
    public let differs: Bool
    /// What was noticed: values that are left out, unknown fields. Never holds a clear identity.
    public let warnings: [EventProblem]

    init(_ outcome: EnqueueOutcome, eventID: String, warnings: [EventProblem]) {
        number = outcome.number.rawValue
        self.eventID = eventID
        self.warnings = warnings
        switch outcome {
        case .accepted: (isDuplicate, differs) = (false, false)
        case .duplicate(_, let differs): (isDuplicate, self.differs) = (true, differs)
        }
    }
}
