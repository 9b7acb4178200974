import OutboxCore
import Testing

@Suite("Numbers with nouns")
struct PluralTests {
    @Test("One is one, all others are many")
    func counts() {
        #expect(Plural.text(1, "source") == "1 source")
        #expect(Plural.text(0, "source") == "0 sources")
        #expect(Plural.text(2, "delivery", "deliveries") == "2 deliveries")
        #expect(Plural.text(1, "delivery", "deliveries") == "1 delivery")
    }
}
