/// Cuts a stream of bytes into lines.
///
/// Holds one line at a time: one beyond the limit is skipped as it streams by, and reported by its beginning. A byte
/// order mark at the beginning is passed over.
package struct LineSplitter: Sendable {
    private var record: RecordBuffer
    private var mark = ByteOrderMark()
    private var line = 1

    /// What of a record beyond the limit is kept to show it by.
    package static let shownBytes = RecordBuffer.shownBytes

    private static let lineFeed = UInt8(ascii: "\n")

    /// Makes a splitter at line 1.
    ///
    /// - Parameter limit: bytes of a line at most.
    package init(limit: Int) {
        record = RecordBuffer(limit: limit)
    }

    /// Takes the next bytes of the stream and returns the lines that end in them; empty ones are passed over.
    package mutating func split(_ bytes: ArraySlice<UInt8>) -> [FileRecord] {
        var records: [FileRecord] = []
        let (held, rest) = mark.skip(bytes)
        cut(held, into: &records)
        cut(rest, into: &records)
        return records
    }

    /// Returns what is left when the stream has ended.
    package mutating func finish() -> FileRecord? {
        var records: [FileRecord] = []
        cut(mark.finish(), into: &records)
        return takeRecord()
    }

    private mutating func cut(_ bytes: ArraySlice<UInt8>, into records: inout [FileRecord]) {
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let end = endOfLine(in: bytes, from: start)
                record.append(bytes[start..<end])
                if end < bytes.count {
                    if let record = takeRecord() { records.append(record) }
                    line += 1
                }
                start = end + 1
            }
        }
    }

    private func endOfLine(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var position = start
        while position < bytes.count, bytes[position] != Self.lineFeed { position += 1 }
        return position
    }

    private mutating func takeRecord() -> FileRecord? {
        var (bytes, leftOut) = record.take()
        if leftOut > 0 { return FileRecord(line: line, bytes: bytes, leftOut: leftOut) }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard bytes.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else { return nil }
        return FileRecord(line: line, bytes: bytes)
    }
}
