/// What programs write where they have no id, and templates that nobody filled in.
///
/// As an id it would be the same for every event, so that all but the first would pass for repeats of it.
package enum PlaceholderID {
    /// What JavaScript, Python, Ruby, Go, Objective-C and Java print for nothing, in small letters.
    private static let words: Set<String> = [
        "undefined", "null", "(null)", "<null>", "nan", "none", "nil", "<nil>", "[object object]", "[object undefined]",
        "[object null]",
    ]
    private static let longestWord = 18

    /// Whether a text is one.
    package static func matches(_ text: String) -> Bool {
        var text = text
        // The way of nearly all ids: neither does a word begin like them, nor is there a template.
        guard text.withUTF8({ mayMatch($0) }) else { return false }
        return text.utf8.count <= longestWord && words.contains(text.lowercased()) || hasTemplate(text)
    }

    private static func mayMatch(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        switch bytes.first {
        case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "u"), UInt8(ascii: "U"), UInt8(ascii: "("),
            UInt8(ascii: "["), UInt8(ascii: "<"):
            return true
        default: return bytes.contains(UInt8(ascii: "{"))
        }
    }

    /// Whether there is a place in it that something was to be put in: `{{event_id}}`, `${event_id}`.
    private static func hasTemplate(_ text: String) -> Bool {
        for (start, end) in [("{{", "}}"), ("${", "}")] {
            guard let found = text.firstRange(of: start) else { continue }
            if text[found.upperBound...].contains(end) { return true }
        }
        return false
    }
}
