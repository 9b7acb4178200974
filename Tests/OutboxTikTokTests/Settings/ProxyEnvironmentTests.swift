import Testing

@testable import OutboxTikTok

@Suite("The environment's proxies")
struct ProxyEnvironmentTests {
    private func proxy(_ variables: [String: String], _ url: String = TikTokEndpoint.standardText) throws -> String? {
        try ProxyEnvironment(variables).proxy(for: TikTokEndpoint(url))?.description
    }

    @Test("are chosen by the endpoint's scheme, lower case first")
    func scheme() throws {
        let both = ["HTTPS_PROXY": "http://a:3128", "HTTP_PROXY": "http://b:3128"]
        #expect(try proxy(both) == "a:3128")
        #expect(try proxy(both, "http://example.com/") == "b:3128")
        #expect(try proxy(["HTTPS_PROXY": "http://a", "https_proxy": "http://c"]) == "c:80")
        #expect(try proxy(["ALL_PROXY": "socks5://s"]) == "s:1080")
        #expect(try proxy(["HTTPS_PROXY": "", "ALL_PROXY": "d:1"]) == "d:1")
        #expect(try proxy([:]) == nil)
    }

    @Test("are never used for this machine", arguments: ["http://127.0.0.1:1/", "http://localhost/", "http://[::1]/"])
    func loopback(url: String) throws {
        #expect(try proxy(["http_proxy": "http://a:1"], url) == nil)
    }

    @Test(
        "are left out for the hosts of NO_PROXY",
        arguments: [
            ("*", true), ("business-api.tiktok.com", true), ("tiktok.com", true), (".tiktok.com", true),
            ("*.tiktok.com", true), ("a.com, TikTok.com", true), ("tiktok.com:443", true), ("tiktok.com:444", false),
            ("tok.com", false), ("api.tiktok.com", false), ("", false), (".", false), ("tiktok.com.evil", false),
        ]
    )
    func exceptions(list: String, isDirect: Bool) throws {
        #expect(try (proxy(["HTTPS_PROXY": "http://a:1", "NO_PROXY": list]) == nil) == isDirect)
    }

    @Test("may have a user and a password, which are never shown")
    func password() throws {
        let server = try #require(ProxyServer("http://jane:p%40ss%3Aword@proxy:3128"))
        #expect(server.user == "jane")
        #expect(server.password == "p@ss:word")
        #expect("\(server)" == "proxy:3128")
        #expect(throws: TikTokSettingsError.proxy(variable: "HTTPS_PROXY")) {
            try ProxyEnvironment(["HTTPS_PROXY": "https://jane:secret@proxy"])
        }
        #expect(!TikTokSettingsError.proxy(variable: "HTTPS_PROXY").description.contains("secret"))
    }

    @Test(
        "are refused where they cannot be spoken to",
        arguments: ["ftp://x", "https://x", "http://", "http://x:y", "http://a%zz@x"])
    func refused(text: String) {
        #expect(throws: TikTokSettingsError.proxy(variable: "HTTPS_PROXY")) {
            try ProxyEnvironment(["HTTPS_PROXY": text])
        }
    }
}
