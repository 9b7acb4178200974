/// One delivery of one lane as its owner holds it: enough to write its outcome and the counters.
package struct DeliveryKey: Sendable, Hashable {
    /// The event that is delivered.
    package var event: EventNumber
    /// The event's source.
    package var source: SourceID
    /// The class it was claimed in.
    package var deliveryClass: DeliveryClass

    /// Makes a key.
    package init(event: EventNumber, source: SourceID, deliveryClass: DeliveryClass) {
        self.event = event
        self.source = source
        self.deliveryClass = deliveryClass
    }
}
