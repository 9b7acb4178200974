/// Which destinations listen to which source, by the configuration in force.
package struct FanOut: Sendable, Hashable {
    /// The destinations of each source that the configuration has.
    ///
    /// The events of one without destinations are unrouted; those of one that is not in here wait for a configuration
    /// that has it.
    package var destinations: [SourceID: [DestinationID]]

    /// Makes a fan-out.
    package init(destinations: [SourceID: [DestinationID]]) {
        self.destinations = destinations
    }
}
