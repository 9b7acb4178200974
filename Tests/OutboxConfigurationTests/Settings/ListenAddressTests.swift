import OutboxConfiguration
import Testing

@Suite("Listen addresses")
struct ListenAddressTests {
    @Test(
        "An address is a host and a port",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1", 8080), ("localhost:0", "localhost", 0), ("[::1]:443", "::1", 443),
            ("0.0.0.0:65535", "0.0.0.0", 65535),
        ])
    func reads(_ text: String, _ host: String, _ port: Int) {
        #expect(ListenAddress(text) == ListenAddress(host: host, port: port))
        #expect(ListenAddress(text)?.description == text)
    }

    @Test(
        "Anything else is none",
        arguments: ["", "8080", ":8080", "host:", "host:65536", "host:-1", "::1:80", "a b:80", "[host]:80", "host:٣"])
    func refuses(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
