/// The numbers that the store gave to the names of a configuration.
package struct Registry: Sendable, Hashable {
    /// The sources by name.
    package var sources: [String: SourceID]
    /// The destinations by name.
    package var destinations: [String: DestinationID]
    /// The configuration's own number.
    package var configuration: ConfigurationID

    /// Makes a registry.
    package init(
        sources: [String: SourceID], destinations: [String: DestinationID], configuration: ConfigurationID
    ) {
        self.sources = sources
        self.destinations = destinations
        self.configuration = configuration
    }
}
