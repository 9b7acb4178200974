import Glibc
import OutboxCore

/// All lines of one run.
struct BenchmarkReport {
    private let machine: String
    private let isQuick: Bool
    private var lines: [BenchmarkLine] = []

    init(machine: String, isQuick: Bool) {
        self.machine = machine
        self.isQuick = isQuick
    }

    mutating func append(_ line: BenchmarkLine) {
        lines.append(line)
        Self.progress("  \(line.name): \(Self.text(line.value)) \(line.unit)")
    }

    /// Says on stderr how far the run is.
    static func progress(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }

    func print(asJSON: Bool) {
        Swift.print(asJSON ? json : table)
    }

    private var table: String {
        var text = machine + (isQuick ? " (quick run)" : "") + "\n\n"
        let width = lines.map(\.name.count).max() ?? 0
        text += Self.padded("", width) + "      measured         limit  ratio  goal\n"
        for line in lines {
            text += Self.padded(line.name, width) + Self.leading(Self.text(line.value), 14)
            text += Self.leading(line.limit.map { Self.text($0) } ?? "-", 14)
            text += Self.leading(line.ratio.map { Self.text($0) } ?? "-", 7)
            text += "  \(line.unit)" + (line.goal.map { ", goal \($0)" } ?? "") + "\n"
        }
        return text
    }

    private var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("machine")
        writer.string(machine)
        writer.key("quick")
        writer.bool(isQuick)
        writer.key("lines")
        writer.beginArray()
        for line in lines {
            writer.beginObject()
            writer.key("name")
            writer.string(line.name)
            writer.key("value")
            writer.raw(Array(Self.text(line.value, separator: "").utf8))
            writer.key("unit")
            writer.string(line.unit)
            writer.key("limit")
            writer.raw(Array((line.limit.map { Self.text($0, separator: "") } ?? "null").utf8))
            writer.key("ratio")
            writer.raw(Array((line.ratio.map { Self.text($0, separator: "") } ?? "null").utf8))
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Whole numbers from 100 on, else two decimals.
    private static func text(_ value: Double, separator: String = ",") -> String {
        guard value < 100 else {
            var digits = String(Int(value.rounded()))
            var grouped = ""
            while digits.count > 3 {
                grouped = separator + digits.suffix(3) + grouped
                digits.removeLast(3)
            }
            return digits + grouped
        }
        let hundredths = Int((value * 100).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func leading(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
