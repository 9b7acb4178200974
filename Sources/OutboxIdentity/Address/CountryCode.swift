/// A country as TikTok takes it: two lower-case letters.
enum CountryCode {
    /// The two letters in lower case; whether ISO 3166 assigns them is not looked at.
    static func normalized(_ text: String) throws(DropReason) -> String {
        let letters = text.trimmedUTF8
        guard !letters.isEmpty else { throw .empty }
        guard letters.count == 2, letters.allSatisfy(\.isASCIILetter) else { throw .notACountryCode }
        return String(decoding: letters.map(\.lowercasedASCII), as: UTF8.self)
    }
}
