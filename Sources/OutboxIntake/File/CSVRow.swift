/// The cells of one row of comma-separated values (RFC 4180).
package struct CSVRow: Sendable, Hashable {
    /// The cells, unquoted.
    package var cells: [String]

    /// What is wrong with a row.
    package enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// Bytes that are not UTF-8.
        case invalidUTF8
        /// A quote that never ends, or text after a closing quote.
        case misplacedQuote(column: Int)

        /// What is wrong, and in which column.
        package var description: String {
            switch self {
            case .invalidUTF8: "not valid UTF-8"
            case .misplacedQuote(let column): "column \(column): a double quote is out of place"
            }
        }
    }

    /// Cuts a row into cells.
    package init(_ bytes: [UInt8]) throws(Problem) {
        var cells: [String] = []
        var cell: [UInt8] = []
        var state = State.atStart
        for byte in bytes {
            switch (state, byte) {
            case (.atStart, UInt8(ascii: "\"")):
                state = .quoted
            case (.quoted, UInt8(ascii: "\"")):
                state = .afterQuote
            case (.afterQuote, UInt8(ascii: "\"")):
                cell.append(byte)
                state = .quoted
            case (.quoted, _):
                cell.append(byte)
            case (_, UInt8(ascii: ",")):
                cells.append(try Self.text(cell))
                cell.removeAll(keepingCapacity: true)
                state = .atStart
            case (.afterQuote, _), (.plain, UInt8(ascii: "\"")):
                throw .misplacedQuote(column: cells.count + 1)
            default:
                cell.append(byte)
                state = .plain
            }
        }
        if state == .quoted { throw .misplacedQuote(column: cells.count + 1) }
        cells.append(try Self.text(cell))
        self.cells = cells
    }

    private enum State { case atStart, plain, quoted, afterQuote }

    private static func text(_ bytes: [UInt8]) throws(Problem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalidUTF8 }
        return text
    }
}
