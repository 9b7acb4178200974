extension JSONParser {
    /// Reads a string from its opening to its closing quotation mark.
    @inline(__always)
    mutating func string() throws(JSONFault) {
        let start = position
        var hasEscapes = false
        var end = start + 1
        while true {
            end = endOfPlainText(from: end)
            guard end < bytes.count else { throw JSONFault(.unexpected(.end, expected: .quotationMark), at: end) }
            switch bytes[end] {
            case UInt8(ascii: "\""):
                position = end + 1
                nodes.append(
                    JSONNode(.string, start: start, end: position, next: nodes.count + 1, hasEscapes: hasEscapes)
                )
                return
            case UInt8(ascii: "\\"):
                hasEscapes = true
                end = try endOfEscape(at: end)
            case 0..<0x20:
                throw JSONFault(.controlCharacter, at: end)
            default:
                end = try endOfScalars(at: end)
            }
        }
    }

    /// The first byte from `start` on that is not plain ASCII text: quotation mark, backslash, control, outside ASCII.
    ///
    /// Eight bytes at a time: each subtraction sets the top bit of the bytes that match, and the lowest of them is
    /// exact, since only a match borrows from the byte above.
    @inline(__always)
    private func endOfPlainText(from start: Int) -> Int {
        let tops: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = start
        while index + 8 <= bytes.count {
            let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
            let controls = word &- ones &* 0x20
            let quotes = (word ^ ones &* 0x22) &- ones
            let backslashes = (word ^ ones &* 0x5c) &- ones
            let found = (controls | quotes | backslashes | word) & tops
            if found != 0 { return index + found.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < bytes.count {
            switch bytes[index] {
            case 0..<0x20, 0x22, 0x5c, 0x80...: return index
            default: index += 1
            }
        }
        return index
    }

    /// Checks the run of multi-byte scalars at `start` (RFC 3629, section 4).
    ///
    /// - Returns: The first ASCII byte after them.
    private func endOfScalars(at start: Int) throws(JSONFault) -> Int {
        var index = start
        while index < bytes.count, bytes[index] >= 0x80 {
            let lead = bytes[index]
            let length: Int
            let second: ClosedRange<UInt8>
            switch lead {
            case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
            case 0xe0: (length, second) = (3, 0xa0...0xbf)
            case 0xed: (length, second) = (3, 0x80...0x9f)
            case 0xe1...0xef: (length, second) = (3, 0x80...0xbf)
            case 0xf0: (length, second) = (4, 0x90...0xbf)
            case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
            case 0xf4: (length, second) = (4, 0x80...0x8f)
            default: throw JSONFault(.invalidUTF8, at: index)
            }
            guard index + length <= bytes.count, second.contains(bytes[index + 1]),
                length < 3 || bytes[index + 2] & 0xc0 == 0x80,
                length < 4 || bytes[index + 3] & 0xc0 == 0x80
            else { throw JSONFault(.invalidUTF8, at: index) }
            index += length
        }
        return index
    }

    /// Checks the escape at `start` (RFC 8259, section 7), a surrogate pair as one.
    ///
    /// - Returns: The byte after it.
    private func endOfEscape(at start: Int) throws(JSONFault) -> Int {
        guard start + 1 < bytes.count else {
            throw JSONFault(.unexpected(.end, expected: .quotationMark), at: start + 1)
        }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"):
            switch try codeUnit(at: start + 2) {
            case 0xdc00...0xdfff:
                throw JSONFault(.loneSurrogate, at: start)
            case 0xd800...0xdbff:
                guard start + 7 < bytes.count, bytes[start + 6] == UInt8(ascii: "\\"),
                    bytes[start + 7] == UInt8(ascii: "u"), case 0xdc00...0xdfff = try codeUnit(at: start + 8)
                else { throw JSONFault(.loneSurrogate, at: start) }
                return start + 12
            default:
                return start + 6
            }
        default:
            throw JSONFault(.unknownEscape, at: start)
        }
    }

    /// The four hexadecimal digits at `start`.
    private func codeUnit(at start: Int) throws(JSONFault) -> UInt16 {
        var unit: UInt16 = 0
        for index in start..<start + 4 {
            guard index < bytes.count else {
                throw JSONFault(.unexpected(.end, expected: .hexadecimalDigit), at: index)
            }
            guard let digit = JSONText.hexadecimalValue(of: bytes[index]) else {
                throw JSONFault(.unexpected(.init(bytes[index]), expected: .hexadecimalDigit), at: index)
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// Reads a number (RFC 8259, section 6).
    @inline(__always)
    mutating func number() throws(JSONFault) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "0") {
            position += 1
            if position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 {
                throw JSONFault(.leadingZero, at: position - 1)
            }
        } else {
            try digits()
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
                position += 1
            }
            try digits()
        }
        nodes.append(JSONNode(.number, start: start, end: position, next: nodes.count + 1))
    }

    /// Reads at least one digit.
    @inline(__always)
    private mutating func digits() throws(JSONFault) {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        if position == start { throw unexpected(.digit) }
    }
}
