import OutboxCore

/// An answer of the sandbox.
struct SandboxAnswer {
    var status: Int
    var contentType: String
    /// The header `Retry-After`, in seconds.
    var retryAfter: Int?
    var body: [UInt8]

    init(status: Int = 200, contentType: String = "application/json", body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// TikTok's shape: `{"code", "message", "request_id", "data"}`.
    static func tiktok(_ code: Int, _ message: String, requestID: String, status: Int = 200) -> SandboxAnswer {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("code")
        writer.integer(code)
        writer.key("message")
        writer.string(message)
        writer.key("request_id")
        writer.string(requestID)
        writer.key("data")
        writer.beginObject()
        writer.endObject()
        writer.endObject()
        return SandboxAnswer(status: status, body: writer.bytes)
    }

    /// The one shape of errors that our own addresses have.
    static func error(_ error: SandboxError) -> SandboxAnswer {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("error")
        writer.beginObject()
        writer.key("code")
        writer.string("invalid_faults")
        writer.key("message")
        writer.string(error.description)
        writer.endObject()
        writer.endObject()
        return SandboxAnswer(status: 400, body: writer.bytes)
    }

    /// A page in HTML, as a proxy in front of TikTok would send it.
    static let badGateway = SandboxAnswer(
        status: 502, contentType: "text/html", body: Array("<html><body><h1>502 Bad Gateway</h1></body></html>".utf8)
    )

    /// HTTP 429 as a proxy in front of TikTok would send it.
    static var tooManyRequests: SandboxAnswer {
        var answer = SandboxAnswer(status: 429, body: Array(#"{"error":"too many requests"}"#.utf8))
        answer.retryAfter = 1
        return answer
    }
}
