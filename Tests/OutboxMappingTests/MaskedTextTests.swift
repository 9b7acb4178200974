import OutboxCore
import Testing

@testable import OutboxMapping

@Suite("Masked texts")
struct MaskedTextTests {
    @Test(
        "What could be an address, a number to call or a digest is masked, the rest is shown short",
        arguments: [
            ("purchase", "purchase"), ("ada@shop.example", "a***"),
            ("write to ada@shop.example now", "write to a*** now"),
            ("https://shop.example/?e=ada%40shop.example", "h***"), ("+33 6 12 34 56 78", "***78"),
            ("(0)612345678", "***78"),
            ("call 0612345678!", "call ***78!"), ("ord-10421", "ord-10421"), ("59.90", "59.90"),
            ("ab23456789abcdef0123456789abcdef", "ab234567…"), ("a\nb", "a\\u{a}b"),
        ])
    func texts(text: String, expected: String) {
        #expect(MaskedText.text(text) == expected)
    }

    @Test("Long texts are cut")
    func long() {
        #expect(MaskedText.text(String(repeating: "x", count: 100)) == String(repeating: "x", count: 60) + "…")
        #expect(MaskedText.text(String(repeating: "ab ", count: 20_000)).count <= 61)
        #expect(MaskedText.text(String(repeating: "a", count: 58) + "@shop.example") == "a***")
    }

    @Test("Identities show a digest's beginning or one character")
    func identities() {
        #expect(MaskedText.identity(String(repeating: "ab", count: 32)) == "abababab…")
        #expect(MaskedText.identity("1042") == "1***")
        #expect(MaskedText.shown(.list([.text("a"), .text("b")]), isIdentity: true) == "2 identities")
    }

    @Test("Values are shown by their kind")
    func kinds() throws {
        let event = try JSONDocument(Array(#"{"a":[1,2],"b":{},"c":true,"d":33612345678}"#.utf8)).root
        let shown = ["a", "b", "c", "d", "e"].map { MaskedText.shown(event[$0].map { .event($0) }) }
        #expect(shown == ["a list of 2", "an object", "true", "***78", "absent"])
    }
}
