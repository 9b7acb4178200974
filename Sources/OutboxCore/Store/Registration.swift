/// The names of a configuration, to be known by the store.
package struct Registration: Sendable, Hashable {
    /// A source's name and dialect.
    package struct Source: Sendable, Hashable {
        /// Its name in the configuration.
        package var name: String
        /// The shape it speaks.
        package var dialect: String

        /// Makes a source.
        package init(name: String, dialect: String) {
            self.name = name
            self.dialect = dialect
        }
    }

    /// The sources, in the file's order.
    package var sources: [Source]
    /// The destinations' names, in the file's order. Others that the store knows are shown as `removed`.
    package var destinations: [String]
    /// SHA-256 of the configuration's text.
    package var configurationSHA256: [UInt8]
    /// The configuration's text, without secrets.
    package var configurationText: String

    /// Makes a registration.
    package init(sources: [Source], destinations: [String], configurationSHA256: [UInt8], configurationText: String) {
        self.sources = sources
        self.destinations = destinations
        self.configurationSHA256 = configurationSHA256
        self.configurationText = configurationText
    }
}
