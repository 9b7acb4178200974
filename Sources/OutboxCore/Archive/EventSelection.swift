/// Which events a replay to another destination means; every condition given must hold.
package struct EventSelection: Sendable, Hashable {
    /// These events alone.
    package var events: [EventNumber]?
    /// Of one of these sources, by name.
    package var sources: [String]?
    /// Of this producer's name.
    package var eventName: String?
    /// Handed over at this time or later.
    package var since: Timestamp?

    /// Makes a selection; without any condition it means everything.
    package init(
        events: [EventNumber]? = nil, sources: [String]? = nil, eventName: String? = nil, since: Timestamp? = nil
    ) {
        self.events = events
        self.sources = sources
        self.eventName = eventName
        self.since = since
    }
}
