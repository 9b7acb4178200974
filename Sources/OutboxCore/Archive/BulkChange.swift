/// A change that an operator makes to many deliveries at once.
package enum BulkChange: Sendable, Hashable {
    /// Try failed and cancelled deliveries again. What promise 3 holds (`may_count_twice`) is left out unless
    /// `evenIfCountedTwice`.
    case retry(evenIfCountedTwice: Bool)
    /// Take back what is queued and not being sent. What TikTok took before is delivered again, as it was before its
    /// replay.
    case cancel
    /// Send again what was delivered or skipped (and what failed or was cancelled), in class bulk and by the
    /// configuration then in force.
    ///
    /// What TikTok would count a second time is left as it is, and counted as `held`, unless `evenIfCountedTwice`:
    /// what may have arrived more than 47 hours ago, without an `event_id`, at a destination of `undeduplicated`
    /// (names; TikTok does not deduplicate app events), or at another event source than `eventSourceIDs` names for
    /// its destination. Inside that window TikTok counts once, because the `event_id`
    /// is unchanged. What was only validated under a test code never counted.
    case replay(evenIfCountedTwice: Bool, undeduplicated: Set<String>, eventSourceIDs: [String: String] = [:])
}
