/// Texts that are numbers by JSON's grammar (RFC 8259, section 6): whole, without white space around them.
enum NumberText {
    static func isNumber(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { isNumber($0) }
    }

    private static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var position = text.first == UInt8(ascii: "-") ? 1 : 0
        let start = position
        skipDigits(in: text, at: &position)
        guard position > start, position == start + 1 || text[start] != UInt8(ascii: "0") else { return false }
        if position < text.count, text[position] == UInt8(ascii: ".") {
            let fraction = position + 1
            position = fraction
            skipDigits(in: text, at: &position)
            guard position > fraction else { return false }
        }
        if position < text.count, text[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < text.count, text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") {
                position += 1
            }
            let exponent = position
            skipDigits(in: text, at: &position)
            guard position > exponent else { return false }
        }
        return position == text.count
    }

    private static func skipDigits(in text: UnsafeBufferPointer<UInt8>, at position: inout Int) {
        while position < text.count, text[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    }
}
