/// One replacement in the bytes of a text.
struct TextChange: Hashable {
    /// What goes; empty where something is only put in.
    let range: Range<Int>
    /// What comes in its place.
    let text: String

    /// The bytes with all changes made; nil where two of them touch the same bytes.
    static func apply(_ changes: [TextChange], to bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 32)
        var done = 0
        for change in changes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            guard change.range.lowerBound >= done else { return nil }
            result += bytes[done..<change.range.lowerBound]
            result += change.text.utf8
            done = change.range.upperBound
        }
        return result + bytes[done...]
    }
}
