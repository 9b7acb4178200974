/// Passes over the byte order mark that some programs put before UTF-8, however the stream is cut into portions.
struct ByteOrderMark: Sendable {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// How many bytes of it were seen; nil once the stream has begun.
    private var seen: Int? = 0

    /// What is left of the stream's next bytes.
    ///
    /// - Returns: bytes held back that turned out to be no mark, and the rest of the given ones.
    mutating func skip(_ bytes: ArraySlice<UInt8>) -> (held: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
        guard var seen else { return ([], bytes) }
        var rest = bytes
        while let byte = rest.first, seen < Self.mark.count, byte == Self.mark[seen] {
            rest.removeFirst()
            seen += 1
        }
        if seen == Self.mark.count || !rest.isEmpty {
            self.seen = nil
            return (seen == Self.mark.count ? [] : Self.mark[..<seen], rest)
        }
        self.seen = seen
        return ([], rest)
    }

    /// What is held back when the stream has ended.
    mutating func finish() -> ArraySlice<UInt8> {
        defer { seen = nil }
        return Self.mark[..<(seen ?? 0)]
    }
}
