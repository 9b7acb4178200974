/// Finds e-mail addresses and phone numbers where no identity belongs, and puts their digests in their places.
///
/// For all strings of an event but its identities. Found are, trimmed and as `IdentityNormalizer` accepts them:
///
/// - a string that as a whole is an e-mail address, or a phone number with a plus and an assigned calling code;
/// - such a parameter of a URL or of a query string alone, in the query or in the fragment: its value, or a parameter
///   without one; percent-encoded as often as you like, also inside a URL that is a parameter itself; the plus of a
///   number may be `+`, `%2B` or have become a space;
/// - such a segment of a URL's path, such as `/users/a@b.example/orders`;
/// - the user in front of a URL's host, which is left out, and the addresses of a `mailto:`, `tel:` or `sms:` URL;
/// - addresses and such numbers inside longer texts, see ``ProseSearch``.
///
/// Full-width forms count as what they stand for (`＠`), and quoted local parts as part of their address
/// (`"ada lovelace"@example.com`). Everything else stays byte for byte. Not found are phone numbers without a plus and
/// names of pictures such as `logo@2x.png`.
package struct PersonalDataScanner: Sendable {
    /// Makes one; it has no settings.
    package init() {}

    /// What a text is, if as a whole it is personal data; URLs are not looked into.
    package func digest(ifPersonal text: String) -> PersonalData? {
        var text = text
        return text.withUTF8 { bytes in
            guard Self.mayHold(UnsafeRawBufferPointer(bytes)) else { return nil }
            return PersonalData(DecodedText(foldingWideForms: Array(bytes)).bytes[...], form: .plain)
        }
    }

    /// The text with digests in place of personal data; nil, at the cost of one pass over its bytes, if there is none.
    package func scrub(_ text: String) -> ScrubbedText? {
        var text = text
        return text.withUTF8 { bytes in
            guard Self.mayHold(UnsafeRawBufferPointer(bytes)) else { return nil }
            let search = PersonalDataSearch(Array(bytes))
            guard !search.findings.isEmpty else { return nil }
            return ScrubbedText(
                text: String(decoding: search.replaced, as: UTF8.self), found: search.findings.map(\.kind)
            )
        }
    }

    /// Whether UTF-8 bytes are worth a closer look: false means that there is no personal data in them.
    ///
    /// Also right for the raw bytes of a JSON string: a backslash, behind which anything may hide, is worth a look.
    package static func mayHold(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        while position + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let signs = matches(word, at) | matches(word, plus) | matches(word, percent)
            if (signs | matches(word, backslash) | matches(word, fullWidth)) & tops != 0 { return true }
            if matches(word, equals) & tops != 0, hasEqualsAndSpace(bytes, from: position, to: position + 8) {
                return true
            }
            position += 8
        }
        while position < bytes.count {
            switch bytes[position] {
            case at, plus, percent, backslash, fullWidth: return true
            default: position += 1
            }
        }
        return hasEqualsAndSpace(bytes, from: bytes.count & ~7, to: bytes.count)
    }

    /// Whether an equals sign in a range stands in front of a space, in the place of which a plus may have been.
    private static func hasEqualsAndSpace(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Bool {
        for position in start..<end where bytes[position] == equals {
            if position + 1 < bytes.count, bytes[position + 1] == space { return true }
        }
        return false
    }

    /// Whether UTF-8 bytes are worth a closer look: false means that there is no personal data in them.
    package static func mayHold(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { mayHold($0) }
    }

    /// The highest bit of each of eight bytes that equals another one; at times also of a byte behind it, and of others
    /// bits that ``tops`` has not.
    @inline(__always)
    private static func matches(_ bytes: UInt64, _ byte: UInt8) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let differences = bytes ^ (ones &* UInt64(byte))
        return (differences &- ones) & ~differences
    }

    private static let tops: UInt64 = 0x8080_8080_8080_8080
    private static let at = UInt8(ascii: "@")
    private static let plus = UInt8(ascii: "+")
    private static let percent = UInt8(ascii: "%")
    private static let backslash = UInt8(ascii: "\\")
    private static let equals = UInt8(ascii: "=")
    private static let space = UInt8(ascii: " ")
    /// The first byte of `＋` in UTF-8.
    private static let fullWidth: UInt8 = 0xEF
}
