import OutboxIdentity
import Testing

/// City, state and country stay readable.
struct AddressNormalizerTests {
    private let address = AddressNormalizer()

    @Test(arguments: [
        ("Târgu Mureș", "târgumureș"), ("New York", "newyork"), ("St. John's", "stjohns"),
        ("SAINT-ÉTIENNE", "saintétienne"),
        ("München", "münchen"), ("東京都", "東京都"), ("Санкт-Петербург", "санктпетербург"), ("ΑΘΉΝΑΣ", "αθήνας"),
        ("القاهرة", "القاهرة"), ("दिल्ली", "दिल्ली"), ("  Lyon 3 ", "lyon3"), ("CA", "ca"), ("\u{FEFF}Rome", "rome"),
    ])
    func citiesAndStatesKeepEveryScriptAndAccent(written: String, normal: String) throws {
        #expect(try address.city(written) == normal)
        #expect(try address.state(written) == normal)
    }

    @Test(arguments: ["", " ", "--", "\u{A0}."])
    func nothingStaysNothing(text: String) {
        #expect(throws: DropReason.empty) { try address.city(text) }
    }

    @Test func countriesAreTwoLetters() throws {
        #expect(try address.country(" FR ") == "fr")
        #expect(try address.country("us") == "us")
        #expect(throws: DropReason.empty) { try address.country(" ") }
        for text in ["France", "FRA", "F", "1A", "ÖÄ", "f r", "+1"] {
            #expect(throws: DropReason.notACountryCode) { try address.country(text) }
        }
    }
}
