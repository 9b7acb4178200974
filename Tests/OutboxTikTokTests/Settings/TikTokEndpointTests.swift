import Testing

@testable import OutboxTikTok

@Suite("An endpoint")
struct TikTokEndpointTests {
    @Test("is TikTok's own by default")
    func standard() throws {
        let endpoint = try TikTokEndpoint(TikTokEndpoint.standardText)
        #expect(endpoint.isSecure)
        #expect(endpoint.host == "business-api.tiktok.com")
        #expect(endpoint.port == 443)
        #expect(!endpoint.isLoopback)
    }

    @Test("may have a port, be an address, and be plain")
    func others() throws {
        let local = try TikTokEndpoint("http://127.0.0.1:8081/open_api/v1.3/event/track/")
        #expect(local.port == 8081)
        #expect(local.isLoopback && !local.isSecure)
        let six = try TikTokEndpoint("HTTPS://[::1]:444/x")
        #expect(six.host == "::1")
        #expect(six.port == 444)
        #expect(six.isLoopback)
        #expect(try TikTokEndpoint("http://Example.COM").port == 80)
    }

    @Test(
        "is refused where it cannot be used, with the text and the form",
        arguments: [
            "", "business-api.tiktok.com", "ftp://x/", "https://", "https://:443/", "https://user:pw@x/",
            "https://x/#a",
            "https://x:0/", "https://x:99999/", "https://x:y/", "https://x/ y", "https://x/\r\nEvil: 1",
            "https://[::1/",
        ]
    )
    func refused(text: String) {
        #expect(throws: TikTokSettingsError.endpoint(text)) { try TikTokEndpoint(text) }
    }
}
