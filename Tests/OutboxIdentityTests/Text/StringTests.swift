import Testing

@testable import OutboxIdentity

/// Trimming and lower-casing as browsers do them.
struct StringTests {
    @Test(arguments: [
        ("", ""), (" a ", "a"), ("\u{A0} a\u{3000}", "a"), ("a\u{A0}b", "a\u{A0}b"), ("\u{200E}é\u{200F} \t", "é"),
        (" \u{FEFF} \u{200B}", ""), ("\r\n", ""), ("é", "é"), ("e\u{301} ", "e\u{301}"),
    ])
    func trims(text: String, trimmed: String) {
        #expect(text.trimmedUTF8 == Array(trimmed.utf8))
    }

    /// The results of ECMAScript's `toLowerCase`.
    @Test(arguments: [
        ("ΟΔΟΣ", "οδος"), ("ΣΑΣ ΣΕ", "σας σε"), ("Σ", "σ"), ("ΑΣ.Β", "ασ.β"), ("ΑΣ. Β", "ας. β"), ("ΑΣ’", "ας’"),
        ("1Σ", "1σ"), ("ΑΣΣ", "ασς"), ("İ", "i\u{307}"), ("ẞ", "ß"), ("ÀÉ", "àé"), ("Ǆ", "ǆ"),
    ])
    func lowerCases(text: String, lower: String) {
        #expect(Array(text.lowercasedText.utf8) == Array(lower.utf8))
        #expect(Array(text.utf8).lowercasedUTF8 == Array(lower.utf8))
    }
}
