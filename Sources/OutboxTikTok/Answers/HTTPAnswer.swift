/// An HTTP answer as it came, as far as it came.
struct HTTPAnswer: Sendable, Hashable {
    /// One header field.
    struct Header: Sendable, Hashable {
        /// The name, in any case.
        var name: String
        /// The value.
        var value: String

        /// Makes a header field.
        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The status.
    var status: Int
    /// The header fields in their order.
    var headers: [Header]
    /// The body, or what was read of it.
    var body: [UInt8]
    /// Whether the body goes on after what was read.
    var isTruncated: Bool

    /// Makes an answer.
    init(status: Int, headers: [Header] = [], body: [UInt8] = [], isTruncated: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isTruncated = isTruncated
    }

    /// The first value of a header field; names are compared without case (RFC 9110, section 5.1).
    func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}
