import OutboxIdentity
import Testing

/// What is taken for an e-mail address, and as what it is hashed.
struct EmailAddressTests {
    private let normalizer = IdentityNormalizer()

    @Test(arguments: [
        (" ALICE_abc@gmail.com ", "alice_abc@gmail.com"),
        ("\u{A0}jane@example.com\u{200B}", "jane@example.com"),
        ("\u{FEFF}jane@example.com\r\n", "jane@example.com"),
        ("jane.q.doe+shop@gmail.com", "jane.q.doe+shop@gmail.com"),
        ("O'Hara@Example.co.uk", "o'hara@example.co.uk"),
        ("r&d@example.museum", "r&d@example.museum"),
        ("a@b.co", "a@b.co"),
        ("a..b.@docomo.ne.jp", "a..b.@docomo.ne.jp"),
        ("JÜRGEN@MÜLLER.example", "jürgen@müller.example"),
        ("ΝΊΚΟΣ@example.gr", "νίκος@example.gr"),
        ("иван@почта.рф", "иван@почта.рф"),
        ("a@xn--bcher-kva.xn--p1ai", "a@xn--bcher-kva.xn--p1ai"),
    ])
    func takesAddresses(written: String, normal: String) {
        #expect(normalizer.normalized(written, as: .email) == normal)
    }

    @Test(arguments: [
        "n/a", "none", "@", "a@", "@b.com", "a@b", "a@b.", "a@.b.com", "a@b..com", "a@b.c", "a b@c.com", "a@b c.com",
        "a@@b.com", "a@b@c.com", "\"a b\"@c.com", "Jane <jane@example.com>", "mailto:jane@example.com", "a@-b.com",
        "a@b-.com", "a@b.com-", "a@[127.0.0.1]", "a@127.0.0.1", "react@18.2.0", "a@b_c.com", "a,b@c.com", "(a)@b.com",
        "jane\u{A0}doe@example.com", "jane\u{200B}@example.com", "a@b.com;c@d.com", "a@b\0.com",
        String(repeating: "a", count: 65) + "@b.com", "a@" + String(repeating: "b", count: 64) + ".com",
    ])
    func dropsWhatIsNone(text: String) {
        #expect(normalizer.normalize(text, as: .email) == .dropped(.notAnEmail))
    }

    @Test func dropsWhatIsTooLong() {
        let domain = Array(repeating: String(repeating: "b", count: 60), count: 4).joined(separator: ".") + ".com"
        #expect(normalizer.normalize("aaaa@" + domain, as: .email) != .dropped(.tooLong(limit: 254)))
        #expect(normalizer.normalize("aaaaaaaa@" + domain, as: .email) == .dropped(.tooLong(limit: 254)))
    }
}
