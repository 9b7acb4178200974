package import NIOHTTP1

/// One request as it came, its body complete and within the limit.
package struct HTTPRequest: Sendable {
    /// `GET`, `POST` and so on, as it was sent.
    package var method: String
    /// The path as it was sent: neither decoded nor cleaned.
    package var path: String
    /// What stands behind the question mark; empty where there is none.
    package var query: String
    /// The header fields in their order.
    package var headers: HTTPHeaders
    /// The body, still in its content coding.
    package var body: [UInt8]
    /// The address of who connected, without a port: a proxy's, where there is one. Nil where the system does not say.
    package var peer: String?

    /// Makes a request; the target is path and query.
    package init(
        method: String, target: String, headers: HTTPHeaders = [:], body: [UInt8] = [], peer: String? = nil
    ) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? ""
        query = parts.count > 1 ? String(parts[1]) : ""
        self.headers = headers
        self.body = body
        self.peer = peer
    }

    /// The value of a name in the query, decoded; nil where it is not there.
    func parameter(_ name: String) -> String? {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = parts.first, PercentCoding.decode(key) == name else { continue }
            return parts.count > 1 ? PercentCoding.decode(parts[1]) : ""
        }
        return nil
    }
}
