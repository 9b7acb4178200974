import Crypto

/// A SHA-256 digest: 32 bytes, printed as 64 lower-case hexadecimal digits.
///
/// A thin layer on the cryptography library, made for many short inputs. Not a `Crypto.SHA256Digest`: a file that
/// imports both modules writes `OutboxIdentity.SHA256Digest`.
package struct SHA256Digest: Sendable, Hashable, CustomStringConvertible {
    // The bytes in order, eight to a word, the first one highest.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    /// The digest of no bytes at all, which must never be taken for somebody's identity.
    package static let ofNothing = SHA256Digest(of: [] as [UInt8])

    /// Hashes the bytes of an array.
    package init(of bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { Self(hashing: $0) }
    }

    /// Hashes the bytes of a sequence.
    package init(of bytes: some Sequence<UInt8>) {
        let digest = bytes.withContiguousStorageIfAvailable { Self(hashing: UnsafeRawBufferPointer($0)) }
        self = digest ?? Self(of: Array(bytes))
    }

    /// Hashes the UTF-8 bytes of a text.
    package init(of text: String) {
        var text = text
        self = text.withUTF8 { Self(hashing: UnsafeRawBufferPointer($0)) }
    }

    /// Hashes several byte sequences with a separator between them, without joining them first.
    ///
    /// Two lists of parts have the same input if a part holds the separator; use it for parts that cannot.
    package init(parts: some Sequence<some Sequence<UInt8>>, separator: UInt8 = 0) {
        var hash = SHA256()
        var isFirst = true
        for part in parts {
            if !isFirst { hash.update(separator) }
            isFirst = false
            if part.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil
            {
                Array(part).withUnsafeBytes { hash.update(bufferPointer: $0) }
            }
        }
        self.init(finishing: hash)
    }

    /// Hashes the UTF-8 bytes of several texts with a separator between them.
    ///
    /// Two lists of parts have the same input if a part holds the separator; use it for parts that cannot.
    package init(parts: some Sequence<String>, separator: UInt8 = 0) {
        self.init(parts: parts.lazy.map(\.utf8), separator: separator)
    }

    /// Reads 32 bytes; nil for another number of bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for (position, byte) in bytes.enumerated() {
            switch position / 8 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            default: words.3 = words.3 << 8 | UInt64(byte)
            }
        }
        (first, second, third, fourth) = words
    }

    /// Reads 64 hexadecimal digits of either case; nil for anything else.
    package init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap(\.hexadecimalValue)
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        self.init(bytes: stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }

    private init(hashing bytes: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        self.init(finishing: hash)
    }

    private init(finishing hash: SHA256) {
        (first, second, third, fourth) = hash.finalize().withUnsafeBytes { bytes in
            func word(at offset: Int) -> UInt64 {
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            }
            return (word(at: 0), word(at: 8), word(at: 16), word(at: 24))
        }
    }

    /// The 32 bytes, copied.
    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            var position = 0
            for word in [first, second, third, fourth] {
                for shift in stride(from: 56, through: 0, by: -8) {
                    buffer.initializeElement(at: position, to: UInt8(truncatingIfNeeded: word >> UInt64(shift)))
                    position += 1
                }
            }
            count = position
        }
    }

    /// The digest as 64 lower-case hexadecimal digits.
    package var hexadecimal: String {
        String(unsafeUninitializedCapacity: 64) { buffer in
            func write(_ word: UInt64, at start: Int) {
                var rest = word
                for position in stride(from: start + 15, through: start, by: -1) {
                    let digit = UInt8(truncatingIfNeeded: rest & 0xF)
                    buffer.initializeElement(at: position, to: digit + (digit < 10 ? 0x30 : 0x57))
                    rest >>= 4
                }
            }
            write(first, at: 0)
            write(second, at: 16)
            write(third, at: 32)
            write(fourth, at: 48)
            return 64
        }
    }

    /// The digest of a text's UTF-8 bytes as 64 lower-case hexadecimal digits.
    package static func hexadecimal(of text: String) -> String {
        SHA256Digest(of: text).hexadecimal
    }

    /// The 64 hexadecimal digits.
    package var description: String { hexadecimal }
}

extension SHA256 {
    fileprivate mutating func update(_ byte: UInt8) {
        withUnsafeBytes(of: byte) { update(bufferPointer: $0) }
    }
}
