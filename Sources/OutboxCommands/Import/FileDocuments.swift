import OutboxIntake

/// Cuts a file of any format into the JSON documents of its events, one a record.
struct FileDocuments {
    /// The event of one record.
    struct Document {
        let record: FileRecord
        /// The event's bytes, or what is wrong with the record.
        let event: Result<[UInt8], Problem>

        /// The event's bytes, or those of the record that is none.
        var bytes: [UInt8] { (try? event.get()) ?? record.bytes }
    }

    /// What is wrong with a record before it is looked at as an event.
    struct Problem: Error {
        let text: String
    }

    private let path: String
    private let format: FileFormat
    private let limit: Int
    private var splitter: RecordSplitter
    private var header: CSVHeader?

    /// Makes the cutter of one file; a record beyond the limit, in bytes, is skipped and reported.
    init(path: String, format: FileFormat, limit: Int) {
        self.path = path
        self.format = format
        self.limit = limit
        splitter = RecordSplitter(format, limit: limit)
    }

    /// The documents that end within the next bytes of the file. Throws for a header that cannot be used (exit 2).
    mutating func split(_ bytes: ArraySlice<UInt8>) throws -> [Document] {
        let records = splitter.split(bytes)
        return try records.compactMap { try document(of: $0) }
    }

    /// The documents that end with the file.
    mutating func finish() throws -> [Document] {
        let records = splitter.finish()
        return try records.compactMap { try document(of: $0) }
    }

    private mutating func document(of record: FileRecord) throws -> Document? {
        guard format == .csv else { return Document(record: record, event: plain(record)) }
        guard let header else {
            header = try readHeader(record)
            return nil
        }
        return Document(record: record, event: plain(record).flatMap { Self.event(of: $0, header) })
    }

    private func plain(_ record: FileRecord) -> Result<[UInt8], Problem> {
        record.isTooLong ? .failure(Problem(text: longerThanLimit(record))) : .success(record.bytes)
    }

    private static func event(of bytes: [UInt8], _ header: CSVHeader) -> Result<[UInt8], Problem> {
        do {
            let row = try CSVRow(bytes)
            guard row.cells.count == header.columns else {
                return .failure(Problem(text: "\(row.cells.count) cells, the header has \(header.columns)"))
            }
            return .success(header.document(for: row))
        } catch {
            return .failure(Problem(text: "\(error)"))
        }
    }

    private func longerThanLimit(_ record: FileRecord) -> String {
        let lines =
            record.line == record.lastLine ? "line \(record.line)" : "lines \(record.line) to \(record.lastLine)"
        let (kept, all) = (record.bytes.count, record.bytes.count + record.leftOut)
        return "longer than \(limit) bytes: \(lines), \(all) bytes, of which the first \(kept) are kept"
    }

    private func readHeader(_ record: FileRecord) throws -> CSVHeader {
        let problem: String
        do {
            if !record.isTooLong { return try CSVHeader(try CSVRow(record.bytes)) }
            problem = longerThanLimit(record)
        } catch {
            problem = "\(error)"
        }
        throw CommandFailure(
            .usage, code: "unusable_header", "\(path):\(record.line): \(problem)", path: path, line: record.line)
    }
}
