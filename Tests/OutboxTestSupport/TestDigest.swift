import Crypto

/// Digests for test data.
package enum TestDigest {
    /// The 32 bytes of the SHA-256 of a text.
    package static func sha256(_ text: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)))
    }
}
