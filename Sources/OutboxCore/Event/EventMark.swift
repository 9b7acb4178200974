/// What the outbox added to an event that its producer left out, or put right. The raw values are stored with the
/// event.
package enum EventMark: String, Sendable, CaseIterable, Hashable {
    /// The `event_id` was made at acceptance (`event_id: generate`); no pixel can share it.
    case generatedEventID = "event_id_generated"
    /// The `event_id` was a clear e-mail address or phone number, or held one, and its digest is there instead; a pixel
    /// that sends it in clear does not share it.
    case scrubbedEventID = "event_id_scrubbed"
    /// The `event_time` is the time of receipt.
    case receivedEventTime = "event_time_received"
    /// The `event_time` lay ahead of the receipt, and was put right by the sender's own time of sending.
    case correctedEventTime = "event_time_corrected"
    /// The `event_time` was moved into a recent span at the import (`--rebase-times`), for trials with old data.
    case rebasedEventTime = "event_time_rebased"
    /// The IP address is that of the connection that brought it (`ip: from_connection`).
    case connectionAddress = "ip_from_connection"
}
