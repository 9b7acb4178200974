/// A table for people: columns as wide as their widest cell, numbers to the right.
package struct Table: Sendable {
    private var rows: [[String]]
    private let alignsRight: [Bool]

    /// Makes a table; a heading that begins with `>` aligns its column to the right.
    package init(_ headings: [String]) {
        alignsRight = headings.map { $0.hasPrefix(">") }
        rows = [headings.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }]
    }

    /// Adds a row with a cell for each heading.
    package mutating func append(_ cells: [String]) {
        rows.append(cells)
    }

    /// Whether there is nothing but headings.
    package var isEmpty: Bool { rows.count == 1 }

    /// The lines, the headings first, without trailing spaces.
    package var lines: [String] {
        var widths = [Int](repeating: 0, count: alignsRight.count)
        for row in rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.count) }
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += (column == 0 ? "" : "  ") + (alignsRight[column] ? padding + cell : cell + padding)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
