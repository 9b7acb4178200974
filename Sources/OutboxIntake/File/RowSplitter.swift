/// Cuts a stream of comma-separated values into rows, whose quoted cells may span lines.
///
/// The first row says how many cells each has. A row over several lines that is none (its quote has no end before the
/// limit or the stream's, text follows its closing quote, or it has another number of cells) has most likely a stray
/// quote in its first line: that line alone becomes a record, and what follows it is read again. Holds one row at a
/// time; a line beyond the limit is skipped as it streams by, and reported by its beginning.
package struct RowSplitter: Sendable {
    /// Where in a cell the stream is.
    private enum Cell {
        case atStart
        case plain
        case quoted
        case afterQuote
    }

    /// Why a scan ended.
    private enum Stop {
        case endOfBytes
        case endOfRow
        case broken
    }

    /// How many rows may be broken within the limit's bytes; further ones end with their line, so that a file that is
    /// broken all over is not read again and again.
    private static let maximumBroken = 16
    private static let lineFeed = UInt8(ascii: "\n")

    private let limit: Int
    private var mark = ByteOrderMark()
    private var line = 1

    /// The row so far; where it is one line beyond the limit, its beginning.
    private var row: [UInt8] = []
    private var length = 0
    private var firstLine = 1
    /// Where its first line ends, if it has several.
    private var firstLineEnd: Int?
    private var cell = Cell.atStart
    private var cells = 1
    /// How many cells the first row has.
    private var columns: Int?

    /// Rows found broken, and bytes cut, since it was last begun to count.
    private var broken = 0
    private var counted = 0

    /// Makes a splitter at line 1.
    ///
    /// - Parameter limit: bytes of a row at most.
    package init(limit: Int) {
        self.limit = limit
    }

    /// Takes the next bytes of the stream and returns the rows that end in them; empty ones are passed over.
    package mutating func split(_ bytes: ArraySlice<UInt8>) -> [FileRecord] {
        var records: [FileRecord] = []
        let (held, rest) = mark.skip(bytes)
        cut(held, into: &records)
        cut(rest, into: &records)
        return records
    }

    /// Returns what is left when the stream has ended.
    package mutating func finish() -> [FileRecord] {
        var records: [FileRecord] = []
        cut(mark.finish(), into: &records)
        while isBroken || cell == .quoted && firstLineEnd != nil {
            cut(giveUp(&records), into: &records)
        }
        if let last = takeRow() { records.append(last) }
        return records
    }

    private mutating func cut(_ bytes: ArraySlice<UInt8>, into records: inout [FileRecord]) {
        // What is to be read, the next last.
        var portions = [bytes]
        while var portion = portions.popLast() {
            let stop = read(&portion)
            if !portion.isEmpty { portions.append(portion) }
            switch stop {
            case .endOfBytes: break
            case .endOfRow:
                let cells = cells
                if let row = takeRow() {
                    records.append(row)
                    columns = columns ?? cells
                }
                line += 1
                firstLine = line
            case .broken: portions.append(giveUp(&records))
            }
        }
    }

    /// Reads to the end of the row or of the bytes, and leaves what comes after it.
    private mutating func read(_ portion: inout ArraySlice<UInt8>) -> Stop {
        let (count, stop) = portion.withUnsafeBufferPointer { bytes in
            let (end, stop) = scan(bytes)
            keep(bytes[..<end])
            return (end, stop)
        }
        portion = portion.dropFirst(count)
        if firstLineEnd != nil, length > limit { return .broken }
        guard stop == .endOfRow else { return stop }
        // The line's end is read again with the rest where the row is broken.
        if isBroken { return .broken }
        portion = portion.dropFirst()
        return .endOfRow
    }

    /// Whether the row has several lines and not as many cells as the first one.
    private var isBroken: Bool {
        guard firstLineEnd != nil, let columns else { return false }
        return cells != columns
    }

    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> (end: Int, stop: Stop) {
        for position in 0..<bytes.count {
            let byte = bytes[position]
            switch (byte, cell) {
            case (Self.lineFeed, .quoted):
                let isWithin = length + position <= limit
                if firstLineEnd == nil {
                    guard isWithin, broken < Self.maximumBroken else { return (position, .endOfRow) }
                    firstLineEnd = length + position
                }
                guard isWithin else { return (position, .broken) }
                line += 1
            case (Self.lineFeed, _):
                return (position, .endOfRow)
            case (UInt8(ascii: "\""), .atStart), (UInt8(ascii: "\""), .afterQuote):
                cell = .quoted
            case (UInt8(ascii: "\""), .quoted):
                cell = .afterQuote
            case (_, .quoted):
                break
            case (UInt8(ascii: ","), _):
                cell = .atStart
                cells += 1
            case (_, .afterQuote) where firstLineEnd != nil && byte != UInt8(ascii: "\r"):
                return (position, .broken)
            default:
                cell = .plain
            }
        }
        return (bytes.count, .endOfBytes)
    }

    /// Adds to the row. Of one line beyond the limit the beginning is kept; one of several lines is given up then.
    private mutating func keep(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        length += bytes.count
        if firstLineEnd != nil || length <= limit {
            row.append(contentsOf: bytes)
        } else {
            let shown = min(RecordBuffer.shownBytes, limit)
            row.append(contentsOf: bytes.prefix(shown))
            row.removeLast(max(0, row.count - shown))
        }
    }

    /// Makes the first line of a row a record, and returns what is to be read again.
    private mutating func giveUp(_ records: inout [FileRecord]) -> ArraySlice<UInt8> {
        let end = firstLineEnd ?? row.count
        let rest = row[min(end + 1, row.count)...]
        row.removeSubrange(end...)
        (length, line) = (end, firstLine)
        broken += 1
        if let record = takeRow() { records.append(record) }
        line += 1
        firstLine = line
        return rest
    }

    private mutating func takeRow() -> FileRecord? {
        defer {
            row = []
            (length, firstLineEnd, cell, cells) = (0, nil, .atStart, 1)
        }
        counted += length + 1
        if counted > limit { (counted, broken) = (0, 0) }
        if length > row.count {
            return FileRecord(line: firstLine, bytes: row, lastLine: line, leftOut: length - row.count)
        }
        if row.last == UInt8(ascii: "\r") { row.removeLast() }
        guard row.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else { return nil }
        return FileRecord(line: firstLine, bytes: row, lastLine: line)
    }
}
