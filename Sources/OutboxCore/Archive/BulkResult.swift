/// What a bulk change did, or would do.
package struct BulkResult: Sendable, Hashable {
    /// Deliveries changed (or that would be).
    package var changed: Int
    /// Deliveries in the selection that the change does not apply to: wrong state, or held by promise 3.
    package var left: Int
    /// Deliveries that were left because they are being sent.
    package var beingSent: Int
    /// Deliveries that a replay left because TikTok would count them twice.
    package var held: Int
    /// Deliveries that were cancelled although a request with them may have arrived.
    package var mayHaveArrived = 0
    /// The first few of those changed.
    package var sample: [DeliverySummary]

    /// Makes a result.
    package init(changed: Int, left: Int, beingSent: Int, held: Int = 0, sample: [DeliverySummary]) {
        self.changed = changed
        self.left = left
        self.beingSent = beingSent
        self.held = held
        self.sample = sample
    }
}
