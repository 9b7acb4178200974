/// Bytes to search in, and where each of them stands in the text they were decoded from.
struct DecodedText {
    /// The bytes.
    let bytes: [UInt8]
    // Where each byte begins in the source, and where the last one ends; nil for the source itself.
    private let offsets: [Int]?

    /// A text as it is.
    init(_ source: [UInt8]) {
        bytes = source
        offsets = nil
    }

    /// A text with ASCII's signs, digits and letters in the place of their full-width forms, see ``wideEnd(of:)``.
    init(foldingWideForms source: [UInt8]) {
        guard source.contains(0xEF) else {
            bytes = source
            offsets = nil
            return
        }
        var bytes: [UInt8] = []
        var offsets: [Int] = []
        bytes.reserveCapacity(source.count)
        offsets.reserveCapacity(source.count + 1)
        for (position, byte) in source.enumerated() {
            bytes.append(byte)
            offsets.append(position)
            if let narrow = Self.wideEnd(of: bytes) { Self.replaceEnd(of: &bytes, &offsets, with: narrow) }
        }
        offsets.append(source.count)
        self.bytes = bytes
        self.offsets = offsets
    }

    /// A part of a text, percent-decoded as often as it was encoded: `%40`, `%2540` and `%25%34%30` are all an `@`.
    ///
    /// Each byte is looked at a fixed number of times: a sign and two digits become one byte as soon as all three are
    /// there, and that may be the sign or a digit of the next one.
    init(percentDecoding range: Range<Int>, of source: [UInt8]) {
        var bytes: [UInt8] = []
        var offsets: [Int] = []
        bytes.reserveCapacity(range.count)
        offsets.reserveCapacity(range.count + 1)
        for position in range {
            bytes.append(source[position])
            offsets.append(position)
            while let byte = Self.decodedEnd(of: bytes) ?? Self.wideEnd(of: bytes) {
                Self.replaceEnd(of: &bytes, &offsets, with: byte)
            }
        }
        offsets.append(range.upperBound)
        self.bytes = bytes
        self.offsets = offsets
    }

    /// Whether it is another text than its source.
    var isDecoded: Bool { offsets != nil }

    /// Where a range of the bytes stands in the source.
    func sourceRange(_ range: Range<Int>) -> Range<Int> {
        guard let offsets else { return range }
        return offsets[range.lowerBound]..<offsets[range.upperBound]
    }

    private static func replaceEnd(of bytes: inout [UInt8], _ offsets: inout [Int], with byte: UInt8) {
        bytes.removeLast(2)
        offsets.removeLast(2)
        bytes[bytes.count - 1] = byte
    }

    /// The byte that the last three stand for, if they are one of those full-width forms that an address or a number
    /// can have (U+FF0B to U+FF5A, U+FE6B); other punctuation ends an address in these scripts and stays.
    private static func wideEnd(of bytes: [UInt8]) -> UInt8? {
        guard let last = bytes.last, last >= 0x80, bytes.count >= 3, bytes[bytes.count - 3] == 0xEF else { return nil }
        let narrow: UInt8
        switch bytes[bytes.count - 2] {
        case 0xBC: narrow = last &- 0x60
        case 0xBD: narrow = last &- 0x20
        case 0xB9 where last == 0xAB: narrow = UInt8(ascii: "@")
        default: return nil
        }
        switch narrow {
        case UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            return narrow
        default: return narrow.isASCIIDigit || narrow.isASCIILetter ? narrow : nil
        }
    }

    /// The byte that the last three stand for, if they are a percent sign and two digits.
    private static func decodedEnd(of bytes: [UInt8]) -> UInt8? {
        let end = bytes.count
        guard end >= 3, bytes[end - 3] == UInt8(ascii: "%"), let high = bytes[end - 2].hexadecimalValue,
            let low = bytes[end - 1].hexadecimalValue
        else { return nil }
        return high << 4 | low
    }
}
