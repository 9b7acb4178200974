import Foundation

/// The lines of one group, which is measured in a process of its own.
struct GroupLines {
    private(set) var lines: [BenchmarkLine] = []

    /// Takes a line, and says it on stderr.
    mutating func append(_ line: BenchmarkLine) {
        lines.append(line)
        let verdict = line.isMet.map { $0 ? "" : " (short: \(line.bounds.map(\.text).joined(separator: ", ")))" } ?? ""
        BenchmarkReport.progress("  \(line.name): \(Figure.text(line.value)) \(line.unit)\(verdict)")
    }

    /// The lines for the process that asked for them.
    func encoded() throws -> Data {
        try JSONEncoder().encode(lines)
    }

    /// Reads what a process of a group printed.
    static func decode(_ text: String) throws -> [BenchmarkLine] {
        try JSONDecoder().decode([BenchmarkLine].self, from: Data(text.utf8))
    }
}
