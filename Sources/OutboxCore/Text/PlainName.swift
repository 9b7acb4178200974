/// Names that a configuration gives to sources, destinations and operators.
package enum PlainName {
    /// What a name may be, for messages.
    package static let rule = "a name is 1 to 64 letters, digits, hyphens and underscores"

    /// Whether a text is such a name.
    ///
    /// The letters are ASCII's, so that a name stands in URLs, commands and metrics as it is.
    package static func isValid(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isPlain && (1...64).contains(text.utf8.count)
    }
}
