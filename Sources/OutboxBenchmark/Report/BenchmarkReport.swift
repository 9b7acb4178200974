import Foundation
import OutboxCore

/// All lines of one run.
struct BenchmarkReport {
    private let machine: [String]
    private let isQuick: Bool
    private var lines: [BenchmarkLine] = []

    /// Makes an empty report.
    ///
    /// - Parameter machine: what the figures are from, one fact a line.
    init(machine: [String], isQuick: Bool) {
        self.machine = machine
        self.isQuick = isQuick
    }

    /// Puts the lines of a group behind the ones before.
    mutating func append(_ more: [BenchmarkLine]) {
        lines += more
    }

    /// Says on stderr how far the run is.
    static func progress(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }

    /// Prints the lines as a table, or as one JSON document.
    func print(asJSON: Bool) {
        Swift.print(asJSON ? json : table)
    }

    private var table: String {
        var rows = [["", "measured", "", "limit", "ratio", "bound", "met"]]
        for line in lines {
            rows.append([
                line.name, Figure.text(line.value), line.unit, line.limit.map(Figure.text) ?? "",
                line.ratio.map(Figure.text) ?? "", line.bounds.map(\.text).joined(separator: ", "),
                line.isMet.map { $0 ? "yes" : "NO" } ?? "",
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let isLeading = [false, true, false, true, true, false, false]
        var text = machine.joined(separator: "\n") + (isQuick ? "\na quick run: read ratios alone" : "") + "\n\n"
        for row in rows {
            let cells = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return isLeading[column] ? space + row[column] : row[column] + space
            }
            var joined = cells.joined(separator: "  ")
            while joined.last == " " { joined.removeLast() }
            text += joined + "\n"
        }
        let short = lines.filter { $0.isMet == false }
        let bounded = lines.count { $0.isMet != nil }
        return text + "\n\(bounded - short.count) of \(bounded) bounds are met\(short.isEmpty ? "" : "; short:")\n"
            + short.map { "  \($0.name)\n" }.joined()
    }

    private var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("machine")
        writer.string(machine.joined(separator: "; "))
        writer.key("quick")
        writer.bool(isQuick)
        writer.key("lines")
        writer.beginArray()
        for line in lines {
            writer.beginObject()
            writer.key("name")
            writer.string(line.name)
            writer.key("value")
            writer.raw(Self.number(line.value))
            writer.key("unit")
            writer.string(line.unit)
            writer.key("limit")
            writer.raw(Self.number(line.limit))
            writer.key("ratio")
            writer.raw(Self.number(line.ratio))
            writer.key("bound")
            writer.string(line.bounds.map(\.text).joined(separator: ", "))
            writer.key("met")
            writer.raw(Array((line.isMet.map { $0 ? "true" : "false" } ?? "null").utf8))
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func number(_ value: Double?) -> [UInt8] {
        guard let value, value.isFinite else { return Array("null".utf8) }
        return Array(String((value * 100).rounded() / 100).utf8)
    }
}
