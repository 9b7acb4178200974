/// The JSON Schema (2020-12) of the configuration, by which editors complete and check the YAML.
package enum ConfigurationSchema {
    /// The schema's text.
    ///
    /// What only the reader can judge (names that refer to each other, secrets in the wrong place) it lets through.
    package static let json: [UInt8] = PackageResources.configuration_schema_json
}
