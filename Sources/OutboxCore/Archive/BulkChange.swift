/// A change that an operator makes to many deliveries at once.
package enum BulkChange: Sendable, Hashable {
    /// Try failed and cancelled deliveries again. What promise 3 holds (`may_count_twice`) is left out unless
    /// `evenIfCountedTwice`.
    case retry(evenIfCountedTwice: Bool)
    /// Take back what is queued and not being sent.
    case cancel
}
