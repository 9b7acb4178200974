/// An access token or a key that shows itself only to who asks for it by name.
///
/// Printing, interpolating, dumping or reflecting it gives the fingerprint.
package struct Secret: Sendable, Hashable {
    private let value: String
    /// SHA-256 of the secret: tells whether it changed, without being it.
    package let digest: [UInt8]

    /// Wraps a secret; the function computes SHA-256.
    package init(_ value: String, sha256: ([UInt8]) -> [UInt8]) {
        self.value = value
        digest = sha256(Array(value.utf8))
    }

    /// The secret itself, for the one place that sends or compares it.
    ///
    /// Never for a log, a screen or the disk.
    package func reveal() -> String { value }

    /// The last 4 characters and the first 8 hexadecimal digits of the SHA-256, such as `...wxyz (sha256 1f3a9c20)`.
    ///
    /// Of a secret of less than 16 characters only the digest, because 4 characters would tell too much.
    package var fingerprint: String {
        let digits = digest.prefix(4).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        let tail = value.count < 16 ? "****" : "...\(value.suffix(4))"
        return "\(tail) (sha256 \(digits.joined()))"
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The fingerprint, never the secret.
    package var description: String { fingerprint }
    /// The fingerprint, never the secret.
    package var debugDescription: String { fingerprint }
    /// Nothing but the fingerprint.
    package var customMirror: Mirror { Mirror(self, children: ["fingerprint": fingerprint]) }
}
