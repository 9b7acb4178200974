import OutboxCore
import OutboxIntake

/// Cuts a file of echoes into reports: JSON objects, or rows of which the header names the members.
struct EchoRecords {
    private let path: String
    private let format: FileFormat
    private var splitter: RecordSplitter
    private var header: [String]?

    /// The members that a report may have in a file.
    static let members: Set<String> = ["seen_at"]
    private static let columns: Set<String> = ["tiktok_event", "event_id", "seen_at"]

    init(path: String, format: FileFormat) {
        self.path = path
        self.format = format
        splitter = RecordSplitter(format, limit: EchoDocument.maximumBytes)
    }

    /// A report with its line, or what is wrong with it.
    typealias Report = (line: Int, bytes: Result<[UInt8], EventProblem>)

    /// The reports that end within the next bytes. Throws for a header that cannot be used (exit 2).
    mutating func split(_ bytes: ArraySlice<UInt8>) throws -> [Report] {
        let records = splitter.split(bytes)
        return try records.compactMap { try report($0) }
    }

    /// The reports that end with the file.
    mutating func finish() throws -> [Report] {
        let records = splitter.finish()
        return try records.compactMap { try report($0) }
    }

    private mutating func report(_ record: FileRecord) throws -> Report? {
        if record.isTooLong { return (record.line, .failure(Self.problem("longer than an id and a name"))) }
        guard format == .csv else { return (record.line, .success(record.bytes)) }
        guard let row = try? CSVRow(record.bytes) else {
            return (record.line, .failure(Self.problem("not a row of comma-separated values")))
        }
        guard let header else {
            try readHeader(row)
            return nil
        }
        guard row.cells.count == header.count else {
            return (record.line, .failure(Self.problem("\(row.cells.count) cells, the header has \(header.count)")))
        }
        var writer = JSONWriter()
        writer.beginObject()
        for (name, cell) in zip(header, row.cells) where !cell.isEmpty {
            writer.key(name)
            writer.string(cell)
        }
        writer.endObject()
        return (record.line, .success(writer.bytes))
    }

    private mutating func readHeader(_ row: CSVRow) throws {
        guard Set(row.cells).isSubset(of: Self.columns), Set(row.cells).count == row.cells.count else {
            throw CommandFailure(
                .usage, code: "unusable_header",
                "\(path):1: the header names other columns than tiktok_event, event_id and seen_at", path: path, line: 1
            )
        }
        header = row.cells
    }

    private static func problem(_ text: String) -> EventProblem {
        EventProblem(path: "", problem: text)
    }
}
