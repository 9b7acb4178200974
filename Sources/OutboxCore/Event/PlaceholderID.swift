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
        let bytes = text.utf8
        if bytes.count <= longestWord, let first = bytes.first, "nNuU([<".utf8.contains(first),
            words.contains(text.lowercased())
        {
            return true
        }
        return bytes.contains(UInt8(ascii: "{")) && hasTemplate(text)
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
