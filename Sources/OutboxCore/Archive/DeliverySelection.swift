/// Which deliveries a list or a bulk change means; every condition given must hold.
package struct DeliverySelection: Sendable, Hashable {
    /// These events alone.
    package var events: [EventNumber]?
    /// At this destination, by name.
    package var destination: String?
    /// In one of these states.
    package var states: [DeliveryState]
    /// For one of these reasons.
    package var reasons: [DeliveryReason]
    /// Of this producer's name.
    package var eventName: String?
    /// Handed over at this time or later.
    package var since: Timestamp?

    /// Makes a selection; without any condition it means everything.
    package init(
        events: [EventNumber]? = nil, destination: String? = nil, states: [DeliveryState] = [],
        reasons: [DeliveryReason] = [], eventName: String? = nil, since: Timestamp? = nil
    ) {
        self.events = events
        self.destination = destination
        self.states = states
        self.reasons = reasons
        self.eventName = eventName
        self.since = since
    }
}
