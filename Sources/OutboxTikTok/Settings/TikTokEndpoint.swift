/// The address that events are sent to.
package struct TikTokEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// Events API 2.0 (TikTok: Report Web, App, Offline or CRM Events).
    package static let standardText = "https://business-api.tiktok.com/open_api/v1.3/event/track/"

    /// The whole address.
    package let url: String
    /// Whether TLS is used.
    package let isSecure: Bool
    /// The host in lower case, an IPv6 address without its brackets.
    package let host: String
    /// The port, 443 or 80 where the address names none.
    package let port: Int

    /// Reads `https://host[:port]/path`, or the same with `http`.
    ///
    /// - Throws: ``TikTokSettingsError`` where it is something else, has a user or a fragment.
    package init(_ text: String) throws(TikTokSettingsError) {
        guard let authority = Authority(url: text), authority.scheme == "https" || authority.scheme == "http",
            authority.userInformation == nil, !text.contains("#"), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { throw .endpoint(text) }
        url = text
        isSecure = authority.scheme == "https"
        host = authority.host
        port = authority.port ?? (isSecure ? 443 : 80)
    }

    /// The address as it is requested.
    package var description: String { url }

    /// Whether the host is this machine.
    package var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || host.hasPrefix("127.")
    }
}
