/// A phone number as somebody wrote it: its digits, whether a plus is in front, and what stood in brackets.
///
/// Between the digits may be white space, dots, slashes, brackets and dashes of any kind, and invisible characters;
/// digits of all scripts count. The plus comes before the first digit, at most once. Anything else is no number:
/// letters, extensions, commas, two plus signs.
struct DialedNumber {
    /// The ASCII digits, at most 24.
    private(set) var digits: [UInt8] = []
    /// Whether it begins with a plus.
    private(set) var hasPlus = false
    /// The positions in `digits` of what each pair of brackets held.
    private(set) var brackets: [Range<Int>] = []

    private static let maximumDigits = 24

    /// Reads a number; nil if it is none.
    init?(_ text: some Collection<UInt8>) {
        digits.reserveCapacity(16)
        let isRead = text.contains { $0 >= 0x80 } ? read(Self.foldedToASCII(Array(text))) : read(text)
        guard isRead, !digits.isEmpty else { return nil }
    }

    private mutating func read(_ text: some Collection<UInt8>) -> Bool {
        var opened: Int?
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard digits.count < Self.maximumDigits else { return false }
                digits.append(byte)
            case UInt8(ascii: "+"):
                guard !hasPlus, digits.isEmpty else { return false }
                hasPlus = true
            case UInt8(ascii: "("), UInt8(ascii: "["):
                guard opened == nil else { return false }
                opened = digits.count
            case UInt8(ascii: ")"), UInt8(ascii: "]"):
                guard let start = opened else { return false }
                if start < digits.count { brackets.append(start..<digits.count) }
                opened = nil
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), 0x09...0x0D:
                continue
            default:
                return false
            }
        }
        return opened == nil
    }

    private static func foldedToASCII(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            if scalar.isASCII {
                result.append(UInt8(truncatingIfNeeded: scalar.value))
            } else if let digit = scalar.decimalDigit {
                result.append(digit + 0x30)
            } else if let counterpart = counterparts[scalar] {
                result.append(counterpart)
            } else if scalar.isDash {
                result.append(UInt8(ascii: "-"))
            } else if scalar.isBlank {
                result.append(UInt8(ascii: " "))
            } else {
                return []
            }
        }
        return result
    }

    /// Full-width and small forms of the signs in a number, and the middle dot.
    private static let counterparts: [Unicode.Scalar: UInt8] = [
        "\u{FF0B}": UInt8(ascii: "+"), "\u{FE62}": UInt8(ascii: "+"), "\u{FF08}": UInt8(ascii: "("),
        "\u{FF09}": UInt8(ascii: ")"), "\u{FF0E}": UInt8(ascii: "."), "\u{FF0F}": UInt8(ascii: "/"),
        "\u{B7}": UInt8(ascii: "."), "\u{30FC}": UInt8(ascii: "-"),
    ]
}
