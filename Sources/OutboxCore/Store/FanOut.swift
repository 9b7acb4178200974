/// Which destinations listen to which source, by the configuration in force.
package struct FanOut: Sendable, Hashable {
    /// The destinations of each source; a source that is not in here has none, and its events are unrouted.
    package var destinations: [SourceID: [DestinationID]]

    /// Makes a fan-out.
    package init(destinations: [SourceID: [DestinationID]]) {
        self.destinations = destinations
    }
}
