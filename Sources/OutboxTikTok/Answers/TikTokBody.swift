import OutboxCore

/// What an answer's body says, where it is one of TikTok's: `{"code", "message", "request_id", "data"}`
/// (TikTok: Report Web, App, Offline or CRM Events, Response).
struct TikTokBody {
    /// The code, as a number or as a string of digits.
    var code: Int?
    /// The message as it came: it can hold values.
    var message: String?
    /// TikTok's name for the request, for its support; from the body, else from a header.
    var requestID: String?

    init(_ http: HTTPAnswer) {
        if let root = try? JSONDocument(http.body).root, root.kind == .object {
            code = root["code"].flatMap(Self.number)
            message = root["message"]?.string.flatMap { $0.isEmpty ? nil : $0 }
            requestID = Self.identifier(root["request_id"]?.string)
        }
        requestID = requestID ?? Self.identifier(http.header("x-tt-logid") ?? http.header("x-request-id"))
    }

    private static func number(_ value: JSONValue) -> Int? {
        if let integer = value.integer { return Int(exactly: integer) }
        return value.string.flatMap { Int($0.trimmingSpaces) }
    }

    /// A request id that is safe to show: printable, at most 128 characters.
    private static func identifier(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= 128, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { return nil }
        return text
    }
}
