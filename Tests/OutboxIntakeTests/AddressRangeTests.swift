import OutboxIdentity
import Testing

@testable import OutboxIntake

@Suite("Ranges of addresses")
struct AddressRangeTests {
    @Test(
        "Holds what begins with the same bits, and nothing else",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.1.2.3", "10.1.2.3", true),
            ("10.1.2.3", "10.1.2.4", false), ("192.168.1.128/25", "192.168.1.129", true),
            ("192.168.1.128/25", "192.168.1.127", false), ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false),
            ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
            ("10.0.0.0/8", "::ffff:10.0.0.1", true),
        ])
    func contains(_ range: String, _ address: String, _ holds: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(try #require(InternetAddress(address))) == holds)
    }

    @Test(
        "Anything else is no range",
        arguments: ["", "10", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "a/8", "::/129", "10.0.0.0/"])
    func wrong(_ text: String) {
        #expect(AddressRange(text) == nil)
    }
}
