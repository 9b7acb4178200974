import Testing

@testable import OutboxConfiguration

@Suite("Endpoints")
struct EndpointCheckTests {
    @Test(
        "HTTPS goes anywhere, HTTP to this machine only",
        arguments: [
            DestinationSettings.defaultEndpoint, "https://a.example", "https://a.example:8443/x", "HTTPS://A.EXAMPLE/",
            "http://127.0.0.1:8081/open_api/v1.3/event/track/", "http://localhost:1", "http://[::1]:80/",
            "http://127.9.9.9/",
            "https://[2001:db8::1]/", "https://10.0.0.1/",
        ])
    func good(_ url: String) {
        #expect(EndpointCheck.problem(with: url) == nil)
    }

    @Test(
        "Anything else is refused",
        arguments: [
            "", "a.example/track", "ftp://a.example/", "http://a.example/", "http://127.0.0.1.evil.example/",
            "http://localhost.evil.example/", "http://128.0.0.1/", "http://127.0.0.256/", "http://0.0.0.0/",
            "https://", "https:///track", "https://a.example:0/", "https://a.example:65536/", "https://a.example:/",
            "https://user@a.example/", "https://127.0.0.1@a.example/", "https://a.example/?x=1", "https://a.example/#x",
            "https://a b.example/", "https://a.example/a b", "https://[::1/", "https://[::1]x/", "https://[localhost]/",
            "https://b\u{FC}cher.example/", "http://127.0.0.1\\@a.example/", "http://[::ffff:1.2.3.4]/",
            "https://a.example/\n",
        ])
    func bad(_ url: String) {
        #expect(EndpointCheck.problem(with: url) != nil)
    }
}
