/// The OpenAPI 3.1 document of all that can be asked for.
package enum APIDocument {
    /// The document's text.
    package static let yaml: [UInt8] = PackageResources.openapi_yaml
}
