import Foundation

/// The rows that go in, and what any faithful delivery of them adds up to.
struct Purchases {
    let csv: Data
    let rows: Int
    let items: Int
    /// The sum of the values, in cents.
    let cents: Int

    /// Reads a file whose columns are those of `deploy/sample/purchases.csv`.
    init(file: String, rows wanted: Int?) throws {
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        guard let header = lines.first, lines.count > 1 else { throw SoakError("\(file) has no rows") }
        let body = lines.dropFirst()
        var output = String(header) + "\n"
        var (items, cents) = (0, 0)
        let rows = wanted ?? body.count
        for index in 0..<rows {
            var cells = body[body.startIndex + index % body.count].split(separator: ",").map(String.init)
            guard cells.count == 7, let count = Int(cells[6]) else { throw SoakError("unexpected row: \(cells)") }
            if index >= body.count { cells[1] += "-\(index / body.count)" }
            items += count
            cents += try Self.cents(cells[4])
            output += cells.joined(separator: ",") + "\n"
        }
        csv = Data(output.utf8)
        (self.rows, self.items, self.cents) = (rows, items, cents)
    }

    /// An amount such as `11.77`, `12` or `12.5` in cents.
    static func cents(_ text: String) throws -> Int {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1]).padding(toLength: 2, withPad: "0", startingAt: 0) : "00"
        guard let whole = Int(parts[0]), let hundredths = Int(fraction) else { throw SoakError("no amount: \(text)") }
        return whole * 100 + hundredths
    }
}

/// Why a run could not be made.
struct SoakError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
