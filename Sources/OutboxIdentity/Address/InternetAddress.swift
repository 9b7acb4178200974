/// An IP address in text form: whether it is one, and whether it can be a shopper's public address.
///
/// TikTok takes it in clear text, IPv6 in full or compressed form, and asks for a public one.
package struct InternetAddress: Sendable, Hashable {
    /// The two kinds.
    package enum Version: Sendable {
        /// IPv4.
        case four
        /// IPv6.
        case six
    }

    /// The address as it was given, without white space around it.
    package let text: String
    /// Which kind it is.
    package let version: Version
    /// The 4 or 16 bytes.
    package let bytes: [UInt8]

    /// Reads dotted IPv4 (four decimal numbers without leading zeros) or IPv6 (RFC 4291, section 2.2; no zone, no
    /// brackets, no port); nil for anything else.
    package init?(_ text: String) {
        let trimmed = text.trimmedUTF8
        guard (2...45).contains(trimmed.count) else { return nil }
        if let bytes = InternetAddressParser.parseIPv4(trimmed[...]) {
            (version, self.bytes) = (.four, bytes)
        } else if let bytes = InternetAddressParser.parseIPv6(trimmed) {
            (version, self.bytes) = (.six, bytes)
        } else {
            return nil
        }
        self.text = String(decoding: trimmed, as: UTF8.self)
    }

    /// Whether the internet routes it: not private, loopback, link-local, shared, documentation, multicast, reserved.
    ///
    /// By the IANA IPv4 and IPv6 Special-Purpose Address Registries. An IPv4 address inside an IPv6 one is judged
    /// itself.
    package var isPublic: Bool {
        switch version {
        case .four: Self.isPublicIPv4(bytes[...])
        case .six: Self.isPublicIPv6(bytes)
        }
    }

    private static let specialIPv4: [(network: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
        (0xAC10_0000, 12), (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16),
        (0xC612_0000, 15), (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 3),
    ]

    /// Whether UTF-8 is a dotted IPv4 address that the internet routes; nil where it is none. Makes no text: for the
    /// hot path.
    package static func isPublicIPv4(text: UnsafeBufferPointer<UInt8>) -> Bool? {
        InternetAddressParser.number(ofIPv4: text).map { isPublicIPv4($0) }
    }

    private static func isPublicIPv4(_ bytes: ArraySlice<UInt8>) -> Bool {
        isPublicIPv4(bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }

    private static func isPublicIPv4(_ address: UInt32) -> Bool {
        !specialIPv4.contains { (address ^ $0.network) >> (32 - $0.bits) == 0 }
    }

    private static func isPublicIPv6(_ bytes: [UInt8]) -> Bool {
        let high = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let middle = bytes[8..<12].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        if high == 0, middle == 0xFFFF { return isPublicIPv4(bytes[12...]) }  // ::ffff:0:0/96, mapped
        if high == 0x0064_FF9B_0000_0000, middle == 0 { return isPublicIPv4(bytes[12...]) }  // 64:ff9b::/96, translated
        if high >> 48 == 0x2002 { return isPublicIPv4(bytes[2..<6]) }  // 2002::/16, 6to4
        if high >> 32 == 0x2001_0DB8 || high >> 44 == 0x3FFF0 { return false }  // documentation
        if high >> 41 == 0x2001_0000 >> 9 { return false }  // 2001::/23, protocol assignments
        return high >> 61 == 0b001  // 2000::/3, global unicast
    }
}
