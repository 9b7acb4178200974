/// What one user is known by: the SHA-256 of a normalised user id, e-mail address or phone number.
package struct UserDigest: Sendable, Hashable {
    /// The 32 bytes as they are stored.
    package let bytes: [UInt8]

    /// Takes a digest; nil for another number of bytes than 32.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    /// The first 12 hexadecimal digits: enough to find it again, in a list and in the record of what operators did.
    package var shortText: String {
        let digits = Array("0123456789abcdef")
        return bytes.prefix(6).reduce(into: "") { text, byte in
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
    }
}
