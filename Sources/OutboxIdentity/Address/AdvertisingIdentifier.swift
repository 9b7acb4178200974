/// The advertising ids of phones, which TikTok takes in clear text or hashed.
///
/// They are not hashed here. The id of a phone whose owner forbids tracking, all zeros, is nobody's and gives nil. A
/// value that is a SHA-256 digest already gives its 64 digits in lower case.
package enum AdvertisingIdentifier {
    /// Apple's id, upper-case: TikTok's digests are made of the upper-case form (TikTok: Report App, Web, Offline, or
    /// CRM Events).
    package static func idfa(_ text: String) -> String? {
        normalized(text) { $0.isASCIILetter ? $0 & ~0x20 : $0 }
    }

    /// Google's id, lower-case.
    package static func gaid(_ text: String) -> String? {
        normalized(text, letters: \.lowercasedASCII)
    }

    private static func normalized(_ text: String, letters: (UInt8) -> UInt8) -> String? {
        let trimmed = text.trimmedUTF8
        guard trimmed.contains(where: { $0 != UInt8(ascii: "0") && $0 != UInt8(ascii: "-") }) else { return nil }
        let isDigest = trimmed.count == 64 && trimmed.allSatisfy { $0.hexadecimalValue != nil }
        return String(decoding: trimmed.map { isDigest ? $0.lowercasedASCII : letters($0) }, as: UTF8.self)
    }
}
