/// The text of JSON strings: from escapes to bytes and back.
enum JSONText {
    /// The value of a hexadecimal digit, `nil` for anything else.
    @inline(__always)
    static func hexadecimalValue(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Writes the text with its escapes replaced by what they stand for; it never gets longer.
    ///
    /// - Parameters:
    ///   - text: What stands between the quotation marks; already checked by the parser.
    ///   - output: At least as many bytes as the text has.
    /// - Returns: How many bytes were written.
    static func decode(_ text: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var index = 0
        var count = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "\\") {
                let (scalar, length) = escape(in: text, at: index)
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    output[count] = byte
                    count += 1
                }
                index += length
            } else {
                output[count] = text[index]
                count += 1
                index += 1
            }
        }
        return count
    }

    /// The text with its escapes replaced by what they stand for.
    static func decoded(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: text.count) { $1 = decode(text, into: $0) }
    }

    /// Whether the text, decoded, is the other one; makes no copy.
    static func isDecoded(_ text: UnsafeBufferPointer<UInt8>, equalTo other: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        var count = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "\\") {
                let (scalar, length) = escape(in: text, at: index)
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    guard count < other.count, other[count] == byte else { return false }
                    count += 1
                }
                index += length
            } else {
                guard count < other.count, other[count] == text[index] else { return false }
                count += 1
                index += 1
            }
        }
        return count == other.count
    }

    /// What the escape at `start` stands for, and how many bytes it takes.
    private static func escape(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> (Unicode.Scalar, Int) {
        switch text[start + 1] {
        case UInt8(ascii: "b"): return ("\u{8}", 2)
        case UInt8(ascii: "f"): return ("\u{c}", 2)
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "r"): return ("\r", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "u"): break
        case let byte: return (Unicode.Scalar(byte), 2)
        }
        let unit = codeUnit(in: text, at: start + 2)
        guard unit & 0xfc00 == 0xd800 else { return (Unicode.Scalar(unit) ?? "\u{fffd}", 6) }
        let low = codeUnit(in: text, at: start + 8)
        return (Unicode.Scalar(0x10000 + (unit & 0x3ff) << 10 + low & 0x3ff) ?? "\u{fffd}", 12)
    }

    private static func codeUnit(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32 {
        text[start..<start + 4].reduce(0) { $0 << 4 | UInt32(hexadecimalValue(of: $1) ?? 0) }
    }

    /// Appends a JSON string with its quotation marks, escaping only what must be (RFC 8785, section 3.2.2.2).
    ///
    /// - Parameter text: Valid UTF-8.
    static func encode(_ text: UnsafeBufferPointer<UInt8>, into output: inout some JSONSink) {
        output.append(UInt8(ascii: "\""))
        var start = 0
        while true {
            let end = firstToEscape(in: text, from: start)
            output.append(UnsafeBufferPointer(rebasing: text[start..<end]))
            guard end < text.count else { break }
            appendEscape(of: text[end], to: &output)
            start = end + 1
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Appends a text as a JSON string.
    static func encode(_ text: String, into output: inout some JSONSink) {
        var text = text
        text.withUTF8 { encode($0, into: &output) }
    }

    /// The first quotation mark, backslash or control character from `start` on, looking at eight bytes at a time.
    ///
    /// Each subtraction sets the top bit of the bytes that match; only a match borrows from the byte above it, so the
    /// lowest one is exact.
    private static func firstToEscape(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = start
        while index + 8 <= text.count {
            let word = UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
            let controls = word &- ones &* 0x20
            let quotes = (word ^ ones &* 0x22) &- ones
            let backslashes = (word ^ ones &* 0x5c) &- ones
            let found = (controls | quotes | backslashes) & ~word & (ones &* 0x80)
            if found != 0 { return index + found.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < text.count {
            switch text[index] {
            case 0..<0x20, 0x22, 0x5c: return index
            default: index += 1
            }
        }
        return index
    }

    private static func appendEscape(of byte: UInt8, to output: inout some JSONSink) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x22, 0x5c: output.append(byte)
        case 0x08: output.append(UInt8(ascii: "b"))
        case 0x09: output.append(UInt8(ascii: "t"))
        case 0x0a: output.append(UInt8(ascii: "n"))
        case 0x0c: output.append(UInt8(ascii: "f"))
        case 0x0d: output.append(UInt8(ascii: "r"))
        default:
            let low = byte & 15
            for byte in "u00".utf8 { output.append(byte) }
            output.append(UInt8(ascii: "0") + byte >> 4)
            output.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }
}
