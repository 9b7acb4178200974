/// The proxies that the environment names: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, also in lower case,
/// which goes first.
///
/// `NO_PROXY` is a list with commas: `*` for everything, a host, a domain with or without a leading dot (its subdomains
/// included), each with an optional port. Networks (`10.0.0.0/8`) are not understood. This machine is never reached by
/// a
/// proxy.
package struct ProxyEnvironment: Sendable, Hashable {
    private let secure: ProxyServer?
    private let plain: ProxyServer?
    private let exceptions: [String]

    /// No proxies: every destination is connected to directly.
    package static let none = ProxyEnvironment()

    private init() {
        secure = nil
        plain = nil
        exceptions = []
    }

    /// Reads the variables of an environment.
    ///
    /// - Throws: ``TikTokSettingsError`` for a variable that names no usable proxy.
    package init(_ variables: [String: String]) throws(TikTokSettingsError) {
        secure = try Self.server(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"], variables)
        plain = try Self.server(["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"], variables)
        let list = variables["no_proxy"] ?? variables["NO_PROXY"] ?? ""
        exceptions = list.lowercased().split { $0 == "," || $0 == " " }.map(String.init)
    }

    /// The proxy by which an endpoint is reached; nil for directly.
    package func proxy(for endpoint: TikTokEndpoint) -> ProxyServer? {
        guard let server = endpoint.isSecure ? secure : plain, !endpoint.isLoopback else { return nil }
        return exceptions.contains { Self.matches($0, endpoint) } ? nil : server
    }

    private static func server(
        _ names: [String], _ variables: [String: String]
    ) throws(TikTokSettingsError) -> ProxyServer? {
        for name in names {
            guard let text = variables[name], !text.isEmpty else { continue }
            guard let server = ProxyServer(text) else { throw .proxy(variable: name) }
            return server
        }
        return nil
    }

    private static func matches(_ exception: String, _ endpoint: TikTokEndpoint) -> Bool {
        if exception == "*" { return true }
        var name = exception[...]
        if name.hasPrefix("[") {
            name = name.dropFirst().prefix { $0 != "]" }
        } else if let colon = name.lastIndex(of: ":"), name.firstIndex(of: ":") == colon {
            guard Int(name[name.index(after: colon)...]) == endpoint.port else { return false }
            name = name[..<colon]
        }
        if name.hasPrefix("*.") { name = name.dropFirst(1) }
        if name.hasPrefix(".") { name = name.dropFirst() }
        return !name.isEmpty && (endpoint.host == name || endpoint.host.hasSuffix("." + name))
    }
}
