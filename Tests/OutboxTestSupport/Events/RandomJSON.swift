/// A JSON value that a test puts together and writes in one of the many ways it can be written.
package indirect enum RandomJSON: Sendable {
    /// Members in order; their keys must differ.
    case object([(key: String, value: RandomJSON)])
    /// Elements in order.
    case array([RandomJSON])
    /// A text, which is escaped at random.
    case string(String)
    /// A number, as it is written; or any other text that goes in as it is.
    case raw(String)

    /// The text, with white space and needless escapes here and there.
    package func text(using random: inout SeededRandom) -> String {
        var text = ""
        write(to: &text, using: &random)
        return text
    }

    private func write(to text: inout String, using random: inout SeededRandom) {
        switch self {
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                Self.write(member.key, to: &text, using: &random)
                text += random.oneIn(5) ? " : " : ":"
                member.value.write(to: &text, using: &random)
            }
            text += random.oneIn(9) ? " }" : "}"
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += random.oneIn(5) ? ",\n" : "," }
                element.write(to: &text, using: &random)
            }
            text += "]"
        case .string(let string): Self.write(string, to: &text, using: &random)
        case .raw(let raw): text += raw
        }
    }

    private static func write(_ string: String, to text: inout String, using random: inout SeededRandom) {
        let escapes = random.oneIn(4)
        text += "\""
        for scalar in string.unicodeScalars {
            if scalar == "\"" || scalar == "\\" || scalar.value < 0x20
                || escapes && scalar.value < 0x80 && random.oneIn(3)
            {
                let digits = String(scalar.value, radix: 16, uppercase: random.oneIn(2))
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
