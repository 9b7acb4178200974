import OutboxCore

/// A text as an error message may show it: short, and never an e-mail address or a telephone number, percent-encoded or
/// not.
///
/// More careful than what is stored must be: here a text is hidden that only has an address in it, and a number that is
/// a telephone number in its own country alone.
struct ShownText: CustomStringConvertible {
    let description: String

    init(_ text: String) {
        if Self.mayBeSomebodys(text) {
            description = "a text of \(text.count) characters"
        } else {
            var writer = JSONWriter()
            writer.string(Self.shortened(text))
            description = String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    /// The digits a telephone number has, with or without its country code.
    static let phoneDigits = 9...15

    /// The beginning of a long text.
    static func shortened(_ text: String) -> String {
        text.count <= 42 ? text : String(text.prefix(40)) + "…"
    }

    private static func mayBeSomebodys(_ text: String) -> Bool {
        var digits = 0
        var isNumber = true
        var hasPercent = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "@", "+", "＠", "＋": return true
            case "%": hasPercent = true
            case "0"..."9":
                if hasPercent { return true }
                digits += 1
            case " ", "(", ")", "[", "]", "-", ".", "/": break
            default:
                if scalar.properties.numericType == .decimal { digits += 1 } else { isNumber = false }
            }
        }
        return isNumber && phoneDigits.contains(digits)
    }
}
