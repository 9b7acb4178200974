/// Everything about one event.
package struct EventHistory: Sendable, Hashable {
    /// The event as it is kept.
    package var event: StoredEvent
    /// Its deliveries, in the order of the destinations.
    package var deliveries: [StoredDelivery]

    /// Makes a history.
    package init(event: StoredEvent, deliveries: [StoredDelivery]) {
        self.event = event
        self.deliveries = deliveries
    }
}
