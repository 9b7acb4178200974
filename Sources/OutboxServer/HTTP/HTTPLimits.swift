/// How much a client may send, and how long it may take for it.
package struct HTTPLimits: Sendable, Hashable {
    /// Bytes of a body, as it comes and unpacked.
    package var body: Int
    /// Bytes of all bodies that are held at a time, as they came: at least four of the largest.
    package var heldBytes: Int
    /// Those of them that came without a key that is known: an unknown client takes no more of the memory, all of them
    /// together.
    package var heldBytesOfUnknown: Int
    /// Connections at a time; those beyond are told to come again.
    package var connections = 1000
    /// How long a head may take: the first one of a connection from the connecting, a later one from its first byte.
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
    ///
    /// - Parameter body: bytes of a body.
    package init(body: Int = 1 << 20) {
        self.body = body
        heldBytes = max(64 << 20, 4 * body)
        heldBytesOfUnknown = heldBytes / 4
    }
}
