/// Finds bytes in bytes.
enum ByteSearch {
    /// Where the wanted bytes begin for the first time from a place on; nil if they do not, or there are none.
    static func firstIndex(of wanted: [UInt8], in bytes: some RandomAccessCollection<UInt8>, from start: Int) -> Int? {
        bytes.withContiguousStorageIfAvailable { firstIndex(of: wanted, in: $0, from: start) }
            ?? Array(bytes).withUnsafeBufferPointer { firstIndex(of: wanted, in: $0, from: start) }
    }

    /// Time is at worst the product of both lengths, of which the wanted one comes from the configuration.
    static func firstIndex(of wanted: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        wanted.withUnsafeBufferPointer { firstIndex(of: $0, in: bytes, from: start) }
    }

    /// The same for wanted bytes that lie in memory.
    static func firstIndex(
        of wanted: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int? {
        guard let first = wanted.first, bytes.count - start >= wanted.count else { return nil }
        var index = start
        let last = bytes.count - wanted.count
        while index <= last {
            if bytes[index] == first, isEqual(wanted, bytes, at: index) { return index }
            index += 1
        }
        return nil
    }

    /// Whether the wanted bytes stand at a place.
    static func isEqual(_ wanted: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        wanted.withUnsafeBufferPointer { isEqual($0, bytes, at: start) }
    }

    /// The same for wanted bytes that lie in memory.
    @inline(__always)
    static func isEqual(
        _ wanted: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> Bool {
        guard start >= 0, bytes.count - start >= wanted.count else { return false }
        var offset = 0
        while offset < wanted.count {
            if bytes[start + offset] != wanted[offset] { return false }
            offset += 1
        }
        return true
    }
}
