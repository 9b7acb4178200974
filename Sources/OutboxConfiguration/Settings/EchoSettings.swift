/// How pages report what their pixel sent.
package struct EchoSettings: Sendable, Hashable {
    /// The public key that the page's script carries; it tells the destination, and is no secret.
    package var key: String
    /// The origins of the pages that may report, as browsers write them: `https://shop.example`.
    package var origins: [String]
    /// Where `outbox serve` is reached from outside, without a slash at its end.
    package var url: String
    /// The line of `echo`.
    package var line: Int?

    /// The address that pages report to.
    package var endpoint: String { url + "/v1/echo" }

    /// Makes settings of their parts.
    package init(key: String, origins: [String], url: String, line: Int? = nil) {
        self.key = key
        self.origins = origins
        self.url = url
        self.line = line
    }
}
