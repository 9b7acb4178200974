/// Cuts a stream of bytes into lines, or into rows whose quoted cells may span lines.
///
/// Holds one record at a time: a record beyond the limit is skipped as it streams by, and reported by its beginning. A
/// byte order mark at the beginning is passed over.
package struct LineSplitter: Sendable {
    private let limit: Int
    private let joinsQuotedLines: Bool
    private var record: RecordBuffer
    private var mark = ByteOrderMark()
    private var line = 1
    private var firstLine = 1
    private var cell = Cell.atStart

    /// Where in a cell of comma-separated values the stream is.
    private enum Cell {
        case atStart
        case plain
        case quoted
        case afterQuote
    }

    /// What of a record beyond the limit is kept to show it by.
    package static let shownBytes = RecordBuffer.shownBytes

    private static let lineFeed = UInt8(ascii: "\n")

    /// Makes a splitter at line 1.
    ///
    /// - Parameters:
    ///   - limit: bytes of a record at most; a quote that does not end holds no more lines together than that.
    ///   - joinsQuotedLines: whether a line's end inside double quotes belongs to the record (CSV).
    package init(limit: Int, joinsQuotedLines: Bool = false) {
        self.limit = limit
        self.joinsQuotedLines = joinsQuotedLines
        record = RecordBuffer(limit: limit)
    }

    /// Takes the next bytes of the stream and returns the records that end in them; empty lines are passed over.
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
                let end = joinsQuotedLines ? endOfRow(in: bytes, from: start) : endOfLine(in: bytes, from: start)
                record.append(bytes[start..<end])
                if end < bytes.count {
                    line += 1
                    if let record = takeRecord() { records.append(record) }
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

    /// Where the line ends that is not inside a quoted cell; counts the lines that are.
    private mutating func endOfRow(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        for position in start..<bytes.count {
            switch (bytes[position], cell) {
            case (Self.lineFeed, .quoted) where record.length + position - start <= limit:
                line += 1
            case (Self.lineFeed, _):
                return position
            case (UInt8(ascii: "\""), .atStart), (UInt8(ascii: "\""), .afterQuote):
                cell = .quoted
            case (UInt8(ascii: "\""), .quoted):
                cell = .afterQuote
            case (_, .quoted):
                break
            case (UInt8(ascii: ","), _):
                cell = .atStart
            default:
                cell = .plain
            }
        }
        return bytes.count
    }

    private mutating func takeRecord() -> FileRecord? {
        defer {
            firstLine = line
            cell = .atStart
        }
        var (bytes, isTooLong) = record.take()
        if isTooLong { return FileRecord(line: firstLine, bytes: bytes, isTooLong: true) }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard bytes.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else { return nil }
        return FileRecord(line: firstLine, bytes: bytes)
    }
}
