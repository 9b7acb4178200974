import OutboxIntake

/// Cuts a file of any format into its records.
enum RecordSplitter {
    case lines(LineSplitter)
    case rows(RowSplitter)
    case elements(ElementSplitter)

    /// Makes the splitter of a format; a record beyond the limit is skipped and reported.
    init(_ format: FileFormat, limit: Int) {
        switch format {
        case .ndjson: self = .lines(LineSplitter(limit: limit))
        case .csv: self = .rows(RowSplitter(limit: limit))
        case .json: self = .elements(ElementSplitter(limit: limit))
        }
    }

    mutating func split(_ bytes: ArraySlice<UInt8>) -> [FileRecord] {
        switch self {
        case .lines(var splitter):
            let records = splitter.split(bytes)
            self = .lines(splitter)
            return records
        case .rows(var splitter):
            let records = splitter.split(bytes)
            self = .rows(splitter)
            return records
        case .elements(var splitter):
            let records = splitter.split(bytes)
            self = .elements(splitter)
            return records
        }
    }

    /// What is left when the file has ended.
    mutating func finish() -> [FileRecord] {
        switch self {
        case .lines(var splitter): [splitter.finish()].compactMap { $0 }
        case .rows(var splitter): splitter.finish()
        case .elements(var splitter): [splitter.finish()].compactMap { $0 }
        }
    }
}
