/// What the client takes from its surroundings.
package struct TikTokClientSettings: Sendable {
    /// Our version, for the header `User-Agent`.
    package var version: String
    /// The proxies that requests go through; none unless set.
    package var proxies = ProxyEnvironment.none
    /// A file with certificate authorities in PEM form that are trusted beside the system's.
    package var certificateAuthorityFile: String?

    /// No proxy, the system's certificate authorities.
    package init(version: String) {
        self.version = version
    }

    /// Takes proxies (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`) and an own file of certificate authorities
    /// (`SSL_CERT_FILE`) from an environment.
    ///
    /// - Throws: ``TikTokSettingsError`` for a proxy that cannot be used.
    package init(version: String, environment: [String: String]) throws(TikTokSettingsError) {
        self.version = version
        proxies = try ProxyEnvironment(environment)
        certificateAuthorityFile = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    }
}
