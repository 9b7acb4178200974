/// A made-up e-mail address or telephone number, and how to find it again in a text that must not have it.
package struct ClearIdentity: Sendable, CustomStringConvertible {
    /// Whether it is an e-mail address; else it is an international telephone number.
    package let isEmail: Bool
    /// As somebody would write it.
    package let description: String
    /// What no other text of a test has in it: letters in lower case, or digits.
    private let trace: String

    /// Makes one up.
    package init(using random: inout SeededRandom) {
        isEmail = random.oneIn(2)
        if isEmail {
            let letters = (0..<9).map { _ in Array("qxzkvjwy")[Int(random.next() % 8)] }
            trace = String(letters)
            let written = random.oneIn(3) ? trace.uppercased() : trace
            let tag = random.oneIn(3) ? "+news.1" : ""
            description =
                written + tag + ["@example.com", "@Mail.Example.org", "@bücher.example"][Int(random.next() % 3)]
        } else {
            let digits = (0..<8).map { _ in String(random.next() % 10) }
            trace = "151" + digits.joined()
            let separator = ["", " ", "-", ".", " / "][Int(random.next() % 5)]
            description =
                ["+49", "+49 ", "+49 (0) ", "(+49) "][Int(random.next() % 4)] + "151" + separator
                + digits[..<4].joined() + separator + digits[4...].joined()
        }
    }

    /// Whether a text has it in any form: of any case, with separators, percent-encoded once or twice.
    package func isFound(in text: SearchedText) -> Bool {
        (isEmail ? text.forms : text.formsWithoutSeparators).contains { $0.contains(trace) }
    }

    /// The identity alone or in a URL, as scanners must find it.
    package func embedded(using random: inout SeededRandom) -> String {
        let encoded = Self.encoded(description, using: &random)
        return switch random.next() % 9 {
        case 0: " \(description)\n"
        case 1: "https://shop.example/a/b?x=1&who=\(encoded)&y=%20z#top"
        case 2: "https://shop.example/?\(encoded)"
        case 3: "a=1; who=\(encoded); b=2"
        case 4: "https://shop.example/#who=\(encoded)"
        case 5: "https://t.example/?to=\(Self.encoded("https://shop.example/?who=\(encoded)", using: &random))"
        case 6: (isEmail ? "mailto:" : "tel:") + description.filter { $0 != " " && $0 != "/" }
        default: description
        }
    }

    /// Percent-encodes what must be and, at random, what need not.
    private static func encoded(_ text: String, using random: inout SeededRandom) -> String {
        let eager = random.oneIn(4)
        return text.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            if isPlain && !(eager && random.oneIn(3)) { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
