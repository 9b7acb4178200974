/// The identities as nearly all of them come, hashed where they lie: ASCII, trimmed, no digest.
///
/// Gives the same digests as `IdentityNormalizer` does step by step, without an array for each step; what is anything
/// out of the ordinary is left to that.
struct PlainIdentity {
    private static let longest = 128

    let rules: IdentityRules

    /// The digest of a value; nil where it is to be looked at step by step.
    func digest(of value: UnsafeBufferPointer<UInt8>, as field: IdentityField) -> SHA256Digest? {
        guard Self.isPlain(value) else { return nil }
        switch field {
        case .email: return Self.hashed(value) { EmailAddress.writeNormal(of: value, to: $0) }
        case .firstName, .lastName:
            return Self.hashed(value) { ProperName.writeASCII(value, spaces: .single, to: $0) }
        case .externalID where rules.externalIDCase == .keep: return SHA256Digest(of: value)
        case .zip: return value.allSatisfy { $0.isASCIIDigit } && value.count < 9 ? SHA256Digest(of: value) : nil
        case .phone: return PhoneNumber.isNormal(value) ? SHA256Digest(of: value) : nil
        case .externalID: return nil
        }
    }

    /// Whether there is nothing to trim or to decode, and the value is too long or too short for a digest.
    private static func isPlain(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = value.first, let last = value.last, value.count <= longest, !first.isASCIIBlank,
            !last.isASCIIBlank, value.count != 64, value.count != 40, value.count != 32
        else { return false }
        return value.allSatisfy { $0 < 0x80 }
    }

    /// The digest of what a function writes, given room for as many bytes as the value has; nil where that is nothing.
    @inline(__always)
    private static func hashed(
        _ value: UnsafeBufferPointer<UInt8>, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int
    ) -> SHA256Digest? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: value.count) { room in
            let count = write(room)
            return count == 0 ? nil : SHA256Digest(of: UnsafeBufferPointer(rebasing: room[..<count]))
        }
    }
}
