import Glibc
import OutboxIdentity
import OutboxTestSupport
import Testing

/// IP addresses: the form, judged beside the C library's, and which of them are public.
struct InternetAddressTests {
    @Test(arguments: [
        "203.0.113.5", "0.0.0.0", "255.255.255.255", "2001:0db8:1111:000a:00b0:0000:0000:0200",
        "2001:db8:1111:a:b0::200", "::", "::1", "1::", "::ffff:192.168.1.1", "1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "FE80::A", " 13.57.97.131 ",
    ])
    func takesAddresses(text: String) throws {
        let address = try #require(InternetAddress(text))
        #expect(!address.text.contains(" "))
        #expect(address.bytes.count == (address.version == .four ? 4 : 16))
    }

    @Test(arguments: [
        "", ":", ":::", "1:2:3:4:5:6:7", "1::2::3", "12345::1", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "1.2.3",
        "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1..2.3", "1.2.3.4:80", "[::1]", "fe80::1%eth0", "::1/64", "1.2.3.4::",
        "::1.2.3.4:5", "localhost", "１.2.3.4", "::g",
    ])
    func takesNothingElse(text: String) {
        #expect(InternetAddress(text) == nil)
    }

    @Test func agreesWithTheCLibrary() {
        var random = SeededRandom(printingSeedAs: "IDENTITY_SEED")
        let pieces = ["1", "0", "12", "255", "256", "ffff", "abcd0", ":", ":", "::", ".", ".", "0a", "7"]
        for _ in 0..<10_000 {
            let count = Int.random(in: 1...16, using: &random)
            let text = (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }.joined()
            var bytes = [UInt8](repeating: 0, count: 16)
            let isAddress = inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1
            let address = InternetAddress(text)
            #expect((address != nil) == isAddress, "\(text), \(random)")
            if let address { #expect(bytes.starts(with: address.bytes), "\(text), \(random)") }
        }
    }

    @Test(arguments: [
        "13.57.97.131", "8.8.8.8", "100.63.255.255", "172.15.0.1", "172.32.0.1", "192.0.1.1", "198.20.0.1",
        "223.255.1.1",
        "2a00:1450:4001::1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
    ])
    func isPublic(text: String) {
        #expect(InternetAddress(text)?.isPublic == true)
    }

    @Test(arguments: [
        "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.1.1", "172.16.0.1", "172.31.255.255", "192.0.0.1",
        "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.5", "224.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "3fff::1",
        "2001:10::1", "::ffff:192.168.1.1", "64:ff9b::a00:1", "2002:a00:1::1", "4000::1", "::8.8.8.8",
    ])
    func isNotPublic(text: String) {
        #expect(InternetAddress(text)?.isPublic == false)
    }
}
