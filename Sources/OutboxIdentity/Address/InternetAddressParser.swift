/// The text forms of IP addresses.
enum InternetAddressParser {
    /// Four decimal numbers up to 255 without leading zeros, dots between them.
    static func parseIPv4(_ text: some Sequence<UInt8>) -> [UInt8]? {
        number(ofIPv4: text).map { address in withUnsafeBytes(of: address.bigEndian) { [UInt8]($0) } }
    }

    /// The same as a number, its first byte highest.
    static func number(ofIPv4 text: some Sequence<UInt8>) -> UInt32? {
        var address: UInt32 = 0
        var (dots, value, digits) = (0, 0, 0)
        for byte in text {
            if byte == UInt8(ascii: ".") {
                guard digits > 0, dots < 3 else { return nil }
                address = address << 8 | UInt32(value)
                (dots, value, digits) = (dots + 1, 0, 0)
            } else {
                guard byte.isASCIIDigit, digits == 0 || value > 0 else { return nil }
                value = value * 10 + Int(byte &- 0x30)
                digits += 1
                guard value <= 255 else { return nil }
            }
        }
        return digits > 0 && dots == 3 ? address << 8 | UInt32(value) : nil
    }

    /// Eight groups of up to four hexadecimal digits; once `::` for one or more groups of zeros; the last two groups
    /// may be written as IPv4 (RFC 4291, section 2.2).
    static func parseIPv6(_ text: [UInt8]) -> [UInt8]? {
        guard let gap = firstGap(in: text) else {
            let bytes = parseGroups(text[...])
            return bytes?.count == 16 ? bytes : nil
        }
        let rest = text[(gap + 2)...]
        guard let head = gap == 0 ? [] : parseGroups(text[..<gap], mayEndInIPv4: false),
            let tail = rest.isEmpty ? [] : parseGroups(rest), head.count + tail.count <= 14
        else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func firstGap(in text: [UInt8]) -> Int? {
        text.indices.dropLast().first { text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":") }
    }

    private static func parseGroups(_ text: ArraySlice<UInt8>, mayEndInIPv4: Bool = true) -> [UInt8]? {
        var bytes: [UInt8] = []
        let groups = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (position, group) in groups.enumerated() {
            if mayEndInIPv4, position == groups.count - 1, group.contains(UInt8(ascii: ".")) {
                guard let address = parseIPv4(group) else { return nil }
                bytes += address
            } else {
                let digits = group.compactMap(\.hexadecimalValue)
                guard (1...4).contains(group.count), digits.count == group.count else { return nil }
                let value = digits.reduce(UInt16(0)) { $0 << 4 | UInt16($1) }
                bytes += [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)]
            }
        }
        return bytes.count <= 16 ? bytes : nil
    }
}
