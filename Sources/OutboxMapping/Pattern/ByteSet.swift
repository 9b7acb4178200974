/// A set of bytes.
struct ByteSet: Sendable {
    private var bits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// Adds the first bytes of scalars: ASCII exactly, of the others all.
    mutating func insertFirstBytes(of set: ScalarSet) {
        for range in set.ranges {
            if range.lowerBound < 0x80 {
                for value in range.clamped(to: 0...0x7f) { insert(UInt8(truncatingIfNeeded: value)) }
            }
            if range.upperBound >= 0x80 { (bits.2, bits.3) = (.max, .max) }
        }
    }

    private mutating func insert(_ byte: UInt8) {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        if byte < 64 { bits.0 |= bit } else { bits.1 |= bit }
    }

    /// Whether a byte is in it.
    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let word = byte < 128 ? byte < 64 ? bits.0 : bits.1 : byte < 192 ? bits.2 : bits.3
        return word >> UInt64(byte & 63) & 1 != 0
    }
}
