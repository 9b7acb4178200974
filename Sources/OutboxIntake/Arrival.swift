/// How an event came, where that makes a difference to what it may leave out.
package enum Arrival: Sendable {
    /// Handed over as it happened: without `event_time` the time of receipt is taken, and marked. A generated
    /// `event_id` is made of random bytes, which are asked for with each one (16 of them are enough for ever).
    case handedOver(random: @Sendable () -> [UInt8])
    /// Read from a file: `event_time` is required. A generated `event_id` is made of the event itself and of how often
    /// the same event came before in this import, so that a repeated import gives the same ids.
    case file(FileOccurrences, rebase: TimeRebase?)
}
