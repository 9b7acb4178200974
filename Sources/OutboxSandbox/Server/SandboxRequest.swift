/// A request as the sandbox looks at it.
struct SandboxRequest {
    var method: String
    /// Without the query.
    var path: String
    /// The header `Access-Token`.
    var token: String?
    /// The header `Content-Type`.
    var contentType: String?
    var body: [UInt8]
}
