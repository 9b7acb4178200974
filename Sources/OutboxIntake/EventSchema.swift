/// The JSON Schema (2020-12) of an event in the native form, for other languages.
package enum EventSchema {
    /// The schema's text.
    package static let json: [UInt8] = PackageResources.event_schema_json
}
