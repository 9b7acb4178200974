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

    private static let firstDigitsOfNothing = ofNothing.hexadecimalWords.0

    /// Hashes the bytes of an array.
    package init(of bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { Self(hashing: $0) }
    }

    /// Hashes the bytes of a buffer.
    package init(of bytes: UnsafeBufferPointer<UInt8>) {
        self.init(hashing: UnsafeRawBufferPointer(bytes))
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
        self.init(hexadecimal: text.utf8)
    }

    /// Reads 64 hexadecimal digits of either case, given as ASCII; nil for anything else.
    package init?(hexadecimal digits: some Collection<UInt8>) {
        guard digits.count == 64 else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for digit in digits {
            guard let value = digit.hexadecimalValue else { return nil }
            // All four move by one digit, the highest of each into the one before.
            words.0 = words.0 << 4 | words.1 >> 60
            words.1 = words.1 << 4 | words.2 >> 60
            words.2 = words.2 << 4 | words.3 >> 60
            words.3 = words.3 << 4 | UInt64(value)
        }
        (first, second, third, fourth) = words
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

    /// The first 8 bytes as a number, the first of them highest.
    package var firstEightBytes: UInt64 { first }

    /// The 32 bytes, copied.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: (first.bigEndian, second.bigEndian, third.bigEndian, fourth.bigEndian)) { [UInt8]($0) }
    }

    /// The digest as 64 lower-case hexadecimal digits.
    package var hexadecimal: String {
        String(unsafeUninitializedCapacity: 64) { buffer in
            withUnsafeBytes(of: hexadecimalWords) { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            return 64
        }
    }

    /// Calls with the 64 lower-case hexadecimal digits in ASCII between quotation marks.
    package func withQuotedHexadecimal(_ body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeTemporaryAllocation(byteCount: 66, alignment: 1) { room in
            room.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
            room.storeBytes(of: UInt8(ascii: "\""), toByteOffset: 65, as: UInt8.self)
            withUnsafeBytes(of: hexadecimalWords) {
                UnsafeMutableRawBufferPointer(rebasing: room[1..<65]).copyMemory(from: $0)
            }
            body(UnsafeRawBufferPointer(room))
        }
    }

    /// The digits as they lie in memory, eight to a word.
    private var hexadecimalWords: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) {
        (
            Self.digits(of: first >> 32), Self.digits(of: first), Self.digits(of: second >> 32),
            Self.digits(of: second), Self.digits(of: third >> 32), Self.digits(of: third),
            Self.digits(of: fourth >> 32), Self.digits(of: fourth)
        )
    }

    /// The eight digits of a word's lower half, all worked out at once: each half byte in a byte of its own, and those
    /// above nine moved on to the letters.
    private static func digits(of word: UInt64) -> UInt64 {
        var halves = word & 0xFFFF_FFFF
        halves = (halves | halves << 16) & 0x0000_FFFF_0000_FFFF
        halves = (halves | halves << 8) & 0x00FF_00FF_00FF_00FF
        halves = (halves | halves << 4) & 0x0F0F_0F0F_0F0F_0F0F
        let letters = ((halves &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
        return (halves &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).bigEndian
    }

    /// Whether a text is the digest of something, in 64 lower-case digits; makes no digest of it.
    package static func isStoredDigest(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == 64 else { return false }
        let tops: UInt64 = 0x8080_8080_8080_8080
        for offset in stride(from: 0, to: 64, by: 8) {
            let word = text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard word & tops == 0 else { return false }
            // The top bit of each byte from a sign on, less that of each byte behind another.
            let digits = (word &+ 0x5050_5050_5050_5050) & ~(word &+ 0x4646_4646_4646_4646)
            let letters = (word &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(word &+ 0x1919_1919_1919_1919)
            guard (digits | letters) & tops == tops else { return false }
        }
        let isLikeNothing = text.loadUnaligned(as: UInt64.self) == firstDigitsOfNothing
        return !isLikeNothing || !text.elementsEqual(ofNothing.hexadecimal.utf8)
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
