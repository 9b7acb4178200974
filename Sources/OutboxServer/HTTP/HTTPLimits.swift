/// How much a client may send, and how long it may take for it.
package struct HTTPLimits: Sendable, Hashable {
    /// Bytes of a body, as it comes and unpacked.
    package var body = 1 << 20
    /// Connections at a time; those beyond are told to come again.
    package var connections = 1000
    /// How long the head of a connection's first request may take.
    package var headerTime: Duration = .seconds(10)
    /// How long a body may take.
    package var bodyTime: Duration = .seconds(30)
    /// How long a connection may wait for its next request.
    package var idleTime: Duration = .seconds(75)

    /// Header fields of a request.
    static let headerFields = 100
    /// Bytes of one header field, and of the target.
    static let headerFieldBytes = 16 * 1024
    /// Bytes of all header fields.
    static let headerBytes = 64 * 1024
    /// How long an answer that comes before the request's end waits for the client to read it.
    static let lingering: Duration = .seconds(2)

    /// The limits where nothing else is said.
    package init() {}
}
