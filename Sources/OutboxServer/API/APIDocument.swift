/// The OpenAPI 3.1 document of all that can be asked for.
package enum APIDocument {
    /// The document's text; what its two files hold.
    package static let yaml: [UInt8] = PackageResources.openapi_paths_yaml + PackageResources.openapi_components_yaml
}
