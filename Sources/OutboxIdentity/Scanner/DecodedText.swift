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
            while let byte = Self.decodedEnd(of: bytes) {
                bytes.removeLast(2)
                offsets.removeLast(2)
                bytes[bytes.count - 1] = byte
            }
        }
        offsets.append(range.upperBound)
        self.bytes = bytes
        self.offsets = offsets
    }

    /// Whether it was percent-decoded.
    var isDecoded: Bool { offsets != nil }

    /// Where a range of the bytes stands in the source.
    func sourceRange(_ range: Range<Int>) -> Range<Int> {
        guard let offsets else { return range }
        return offsets[range.lowerBound]..<offsets[range.upperBound]
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
