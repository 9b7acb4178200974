import Testing

@testable import OutboxYAML

@Suite("Texts of the file in messages")
struct QuotingTests {
    @Test("A text is shown in one line, shortened, without control characters")
    func shows() {
        #expect(Quoting.quoted("10 minutes") == "\"10 minutes\"")
        #expect(Quoting.quoted("a\nb\u{1B}[31m") == "\"a\\u{a}b\\u{1b}[31m\"")
        #expect(Quoting.quoted(String(repeating: "ab ", count: 100)).count == 65)
        #expect(Quoting.quoted("caf\u{E9} \u{202E}x") == "\"caf\u{E9} \\u{202e}x\"")
    }

    @Test("What looks like a token is not shown")
    func hides() {
        let token = "0123456789abcdef0123456789abcdef01234567"
        #expect(Quoting.quoted(token) == "a text of 40 characters (not shown)")
        #expect(!Quoting.bare("x \(token)").contains("cdef"))
        #expect(!Quoting.looksLikeToken("C4KEXAMPLE0000000000"))
        #expect(!Quoting.looksLikeToken("TIKTOK_ACCESS_TOKEN_FOR_SHOP_NUMBER_12"))
    }

    @Test("A message hides what looks like a token in it, and stays in one line")
    func safeMessages() {
        let token = "5ecret5ecret5ecret5ecret5ecret5ecret5ecr"
        #expect(Quoting.safe("at character 1: \(token) is no number") == "at character 1: ... is no number")
        #expect(Quoting.safe("`a\tb` is not known") == "`a\\u{9}b` is not known")
        #expect(Quoting.safe("properties.items[0].price: caf\u{E9}") == "properties.items[0].price: caf\u{E9}")
    }
}
