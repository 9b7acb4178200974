import FoundationEssentials
import NIOHTTP1

/// The write key that a request brings.
enum Credentials {
    /// The key of `Authorization: Bearer KEY`; nil where there is none.
    static func bearer(_ headers: HTTPHeaders) -> String? {
        value(of: "bearer", in: headers)
    }

    /// The user of `Authorization: Basic`, which is the write key of Segment's and RudderStack's clients.
    static func basicUser(_ headers: HTTPHeaders) -> String? {
        guard let value = value(of: "basic", in: headers), let data = Data(base64Encoded: value),
            let text = String(validating: data, as: UTF8.self)
        else { return nil }
        return String(text.prefix { $0 != ":" })
    }

    private static func value(of scheme: String, in headers: HTTPHeaders) -> String? {
        let fields = headers["Authorization"]
        guard fields.count == 1, let field = fields.first else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == scheme else { return nil }
        let value = parts[1].drop { $0 == " " }
        return value.isEmpty ? nil : String(value)
    }
}
