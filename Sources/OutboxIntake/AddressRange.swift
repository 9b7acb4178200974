package import OutboxIdentity

/// A range of IP addresses: one, or those that begin with the same bits (CIDR, RFC 4632).
package struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    /// The range as it was written.
    package let description: String
    private let bytes: [UInt8]
    private let bits: Int

    /// Reads `10.0.0.0/8`, `::1/128` or a single address; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = InternetAddress(String(first)) else { return nil }
        bytes = address.bytes
        description = text
        guard parts.count > 1 else {
            bits = bytes.count * 8
            return
        }
        guard let bits = Int(parts[1]), (0...bytes.count * 8).contains(bits), !parts[1].hasPrefix("+") else {
            return nil
        }
        self.bits = bits
    }

    /// Whether an address lies in it; an IPv4 address written as an IPv6 one (`::ffff:10.0.0.1`) is the IPv4 one.
    package func contains(_ address: InternetAddress) -> Bool {
        var other = address.bytes
        if other.count == 16, bytes.count == 4, other[..<10].allSatisfy({ $0 == 0 }), other[10] == 255, other[11] == 255
        {
            other = Array(other[12...])
        }
        guard other.count == bytes.count else { return false }
        for (position, (left, right)) in zip(bytes, other).enumerated() {
            let wanted = min(max(bits - position * 8, 0), 8)
            guard (left ^ right) >> (8 - wanted) == 0 else { return false }
        }
        return true
    }
}
