/// Finds the event that a refusal's message names.
///
/// The shapes that TikTok's answers were seen in: `Invalid value for data. 1 .event_id: not a valid string.`,
/// `Invalid value for data.0.event_id`, `Batch.0.properties.contents.0.content_id: Not a valid string`,
/// `data[3].event`.
/// Positions count from zero and name the first event at fault.
enum RefusedIndex {
    /// The position that a message names, whatever the batch's size; nil where it names none.
    ///
    /// Only the field's path is read: not what stands in quotation marks and not what follows the path, because both
    /// can
    /// be a value that came from outside.
    static func find(in message: String) -> Int? {
        for path in MessageText.paths(in: message) {
            if let index = index(in: Array(path.utf8)) { return index }
        }
        return nil
    }

    /// The position that a message names, if a batch of `count` events has it.
    static func find(in message: String, count: Int) -> Int? {
        guard let index = find(in: message), index < count else { return nil }
        return index
    }

    private static func index(in text: [UInt8]) -> Int? {
        for start in text.indices {
            guard start == 0 || !(text[start - 1].isWordByte || text[start - 1] == UInt8(ascii: ".")) else { continue }
            for word in ["data", "batch"] where text[start...].starts(with: word.utf8, by: { $0 | 0x20 == $1 }) {
                var reader = IndexReader(text: text[(start + word.utf8.count)...])
                if let index = reader.index() { return index }
            }
        }
        return nil
    }
}

/// Reads `. 1 .`, `.0.`, `[3]` after the list's name.
private struct IndexReader {
    var text: ArraySlice<UInt8>

    mutating func index() -> Int? {
        skipSpaces()
        let isBracket = skip("[")
        let isDot = !isBracket && skip(".")
        skipSpaces()
        let digits = text.prefix { $0.isASCIIDigit }
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        text = text[digits.endIndex...]
        let index = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        skipSpaces()
        if isBracket { return skip("]") ? index : nil }
        if text.isEmpty { return isDot ? index : nil }
        if skip(".") { return isDot || text.first?.isASCIILetter == true ? index : nil }
        // `data.1 is invalid`: a word may follow, but not the rest of a longer number or name.
        return isDot && text.startIndex > digits.endIndex ? index : nil
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard text.first == UInt8(ascii: character) else { return false }
        text.removeFirst()
        return true
    }

    private mutating func skipSpaces() {
        text = text.drop { $0 == UInt8(ascii: " ") }
    }
}
