/// One answer, complete.
package struct HTTPResponse: Sendable {
    /// The status, such as 200.
    package var status: Int
    /// The body's media type.
    package var contentType: String
    /// Further header fields; never anything that came with a request.
    package var headers: [(name: String, value: String)] = []
    /// The body, which has a length.
    package var body: [UInt8]

    /// Makes an answer of bytes.
    package init(status: Int, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// An answer of one JSON document.
    package static func json(_ body: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, contentType: "application/json", body: body)
    }
}
