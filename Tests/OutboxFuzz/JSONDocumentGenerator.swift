/// Makes random JSON documents that keep all rules, written in all the ways the grammar allows.
struct JSONDocumentGenerator {
    private var random: SeededGenerator
    private var text: [UInt8] = []
    private var roomyWhiteSpace = false

    init(random: SeededGenerator) {
        self.random = random
    }

    /// One document, and the generator to go on with.
    static func document(using random: inout SeededGenerator) -> [UInt8] {
        var generator = JSONDocumentGenerator(random: random)
        generator.roomyWhiteSpace = generator.random.once(in: 3)
        generator.whiteSpace()
        if generator.random.once(in: 60) {
            generator.deepValue()
        } else {
            generator.value(depth: 0)
        }
        generator.whiteSpace()
        random = generator.random
        return generator.text
    }

    private mutating func value(depth: Int) {
        switch Int.random(in: 0..<(depth == 0 ? 14 : 10 + min(depth, 8)), using: &random) {
        case 0...2 where depth < 6, 10...13 where depth == 0: object(depth: depth)
        case 3...4 where depth < 6: array(depth: depth)
        case 5: text += "true".utf8
        case 6: text += "false".utf8
        case 7: text += "null".utf8
        case 8...9, 14...: number()
        default: string(Self.scalars(using: &random))
        }
    }

    /// Up to 64 containers inside each other.
    private mutating func deepValue() {
        let depth = Int.random(in: 1...64, using: &random)
        let objects = (0..<depth).map { _ in random.once(in: 2) }
        for isObject in objects { text += (isObject ? #"{"k":"# : "[").utf8 }
        text += "1".utf8
        for isObject in objects.reversed() { text += (isObject ? "}" : "]").utf8 }
    }

    private mutating func object(depth: Int) {
        // A set of Swift strings holds canonically equivalent keys once, as Foundation's dictionaries do.
        var keys = Set<String>()
        let count = Int.random(in: random.once(in: 40) ? 20...60 : 0...7, using: &random)
        text.append(UInt8(ascii: "{"))
        whiteSpace()
        for _ in 0..<count {
            let key = Self.scalars(using: &random)
            var spelling = String.UnicodeScalarView()
            spelling.append(contentsOf: key)
            guard keys.insert(String(spelling)).inserted else { continue }
            if keys.count > 1 { comma() }
            string(key)
            whiteSpace()
            text.append(UInt8(ascii: ":"))
            whiteSpace()
            value(depth: depth + 1)
        }
        whiteSpace()
        text.append(UInt8(ascii: "}"))
    }

    private mutating func array(depth: Int) {
        text.append(UInt8(ascii: "["))
        whiteSpace()
        for index in 0..<Int.random(in: 0...6, using: &random) {
            if index > 0 { comma() }
            value(depth: depth + 1)
        }
        whiteSpace()
        text.append(UInt8(ascii: "]"))
    }

    private mutating func comma() {
        whiteSpace()
        text.append(UInt8(ascii: ","))
        whiteSpace()
    }

    private mutating func whiteSpace() {
        guard roomyWhiteSpace else { return }
        for _ in 0..<Int.random(in: 0...3, using: &random) { text.append(random.pick([0x20, 0x0a, 0x0d, 0x09])) }
    }

    private mutating func number() {
        if random.once(in: 3) { text.append(UInt8(ascii: "-")) }
        if random.once(in: 5) {
            text += random.pick(Self.nastyNumbers).utf8
            return
        }
        if random.once(in: 6) {
            text.append(UInt8(ascii: "0"))
        } else {
            text.append(random.pick(Array("123456789".utf8)))
            digits(0...(random.once(in: 8) ? 30 : 8))
        }
        if random.once(in: 2) {
            text.append(UInt8(ascii: "."))
            digits(1...(random.once(in: 8) ? 30 : 4))
        }
        if random.once(in: 5) {
            text += random.pick(["e", "E", "e+", "E-", "e-", "E+"]).utf8
            digits(1...2)
        }
    }

    private mutating func digits(_ count: ClosedRange<Int>) {
        for _ in 0..<Int.random(in: count, using: &random) {
            text.append(random.once(in: 3) ? UInt8(ascii: "0") : random.pick(Array("0123456789".utf8)))
        }
    }

    /// Writes a string, each scalar plain or as one of its escapes.
    private mutating func string(_ scalars: [Unicode.Scalar]) {
        let escapesMore = random.once(in: 4)
        text.append(UInt8(ascii: "\""))
        for scalar in scalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            if mustEscape || (escapesMore && random.once(in: 2)) {
                escape(scalar)
            } else {
                text += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        if let short = Self.shortEscapes[scalar], random.once(in: 2) {
            text += [UInt8(ascii: "\\"), short]
            return
        }
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
            let digits = String(unit, radix: 16, uppercase: random.once(in: 2))
            text += "\\u".utf8
            text += String(repeating: "0", count: 4 - digits.utf8.count).utf8
            text += digits.utf8
        }
    }

    /// The scalars of a random text: short words, lengths around eight, every script and every oddity.
    static func scalars(using random: inout SeededGenerator) -> [Unicode.Scalar] {
        if random.once(in: 3) { return Array(random.pick(words).unicodeScalars) }
        let length = random.once(in: 20) ? 70 : 18
        return (0..<Int.random(in: 0...length, using: &random)).map { _ in scalar(using: &random) }
    }

    private static func scalar(using random: inout SeededGenerator) -> Unicode.Scalar {
        switch Int.random(in: 0..<20, using: &random) {
        case 0...11: Unicode.Scalar(UInt8.random(in: 0x20...0x7f, using: &random))
        case 12: Unicode.Scalar(UInt8.random(in: 0...0x1f, using: &random))
        case 13...14: random.pick(Array(nastyScalars.unicodeScalars))
        case 15: Unicode.Scalar(UInt32.random(in: 0x80...0x7ff, using: &random)) ?? "é"
        case 16...17: Unicode.Scalar(UInt32.random(in: 0x800...0xffff, using: &random)) ?? "中"
        default: Unicode.Scalar(UInt32.random(in: 0x10000...0x10ffff, using: &random)) ?? "😀"
        }
    }

    private static let shortEscapes: [Unicode.Scalar: UInt8] = [
        "\"": UInt8(ascii: "\""), "\\": UInt8(ascii: "\\"), "/": UInt8(ascii: "/"), "\u{8}": UInt8(ascii: "b"),
        "\u{c}": UInt8(ascii: "f"), "\n": UInt8(ascii: "n"), "\r": UInt8(ascii: "r"), "\t": UInt8(ascii: "t"),
    ]

    private static let words = [
        "", "a", "id", "value", "event_id", "properties", "exactly8", "exactly_9", "seven77", "prefix_same_1",
        "prefix_same_2", "e\u{301}", "\u{e9}", "\u{0}", "a\u{0}", "\"", "\\", "/", "\u{7f}", "مرحبا", "日本語", "👨‍👩‍👧",
    ]

    private static let nastyScalars =
        "\u{0}\u{1}\"\\/\u{7f}\u{80}\u{7ff}\u{800}\u{d7ff}\u{e000}\u{fffd}\u{ffff}"
        + "\u{10000}\u{10ffff}\u{2028}\u{2029}\u{301}\u{200d}\u{202e}"

    /// Without their sign.
    private static let nastyNumbers = [
        "0", "0.0", "0e0", "0e999", "0E-999", "1e5", "1E+2", "5.0", "5e2", "500e-2", "1.5e1", "1e18", "1e19",
        "9007199254740992", "9007199254740993", "9223372036854775807", "9223372036854775808",
        "9223372036854775809", "18446744073709551615", "18446744073709551616", "123456789012345678901234567890",
        "0.1", "0.30000000000000004", "0.1000000000000000055511151231257827021181583404541015625",
        "1.7976931348623157e308", "1.8e308", "1e309", "1e999", "2.2250738585072014e-308", "2.2250738585072011e-308",
        "4.9406564584124654e-324", "2e-324", "1e-999", "1e22", "1e23", "8.5e22",
        "99999999999999999999999999999999999999",
    ]
}
