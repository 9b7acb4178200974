import OutboxCore
import OutboxIntake

/// Imports files of events: cut into records, judged one by one, kept a thousand at a time.
final class FileImport {
    /// What became of the records.
    struct Counts: Equatable {
        var accepted = 0
        var duplicates = 0
        var rejected = 0
    }

    /// Lines between two commits.
    static let linesPerCommit = 1000
    /// Bytes between two commits, whatever the lines.
    private static let bytesPerCommit = 4 << 20

    private let store: any OutboxStore
    private let fanOut: FanOut
    private let intake: Intake
    private let rebase: Duration?
    private let recordLimit: Int
    private let rejects: RejectsFile
    private let console: Console
    private(set) var counts = Counts()
    private var events: [NewEvent] = []
    private var eventBytes = 0
    private var differing = 0

    init(
        store: any OutboxStore, fanOut: FanOut, intake: Intake, rebase: Duration?, recordLimit: Int,
        rejects: RejectsFile, console: Console
    ) {
        self.store = store
        self.fanOut = fanOut
        self.intake = intake
        self.rebase = rebase
        self.recordLimit = recordLimit
        self.rejects = rejects
        self.console = console
    }

    /// Imports one file to its end; everything that was counted is on disk when this returns or throws.
    func run(_ file: InputFile, format: FileFormat) async throws {
        var reading = Reading(file: file, format: format, arrival: .file(FileOccurrences(), rebase: rebase))
        var splitter = RecordSplitter(format, limit: recordLimit)
        do {
            while let bytes = try file.next() {
                for record in splitter.split(bytes) { try await take(record, of: &reading) }
                showProgress(file)
            }
            if let record = splitter.finish() { try await take(record, of: &reading) }
            try await commit()
        } catch {
            try? rejects.flush()
            throw error
        }
        try rejects.flush()
        console.endProgress()
    }

    /// A file that is being read.
    private struct Reading {
        let file: InputFile
        let format: FileFormat
        /// Equal events without an id are told apart by their place in this file.
        let arrival: Arrival
        var header: CSVHeader?
    }

    /// A sentence about repeated events whose body differs from the one that is kept; nil where none does.
    var warning: String? {
        differing == 0
            ? nil : "\(differing) duplicates have another body than the event that is kept: the first one stays"
    }

    private func take(_ record: FileRecord, of reading: inout Reading) async throws {
        if reading.format == .csv, reading.header == nil {
            reading.header = try header(record, of: reading.file)
            return
        }
        switch judge(record, reading) {
        case .accepted(let event, _):
            events.append(event)
            eventBytes += event.record.count
        case .rejected(let problems):
            counts.rejected += 1
            try rejects.append(record, in: reading.file.path, problems: problems)
        }
        if events.count >= Self.linesPerCommit || eventBytes >= Self.bytesPerCommit { try await commit() }
    }

    private func judge(_ record: FileRecord, _ reading: Reading) -> IntakeResult {
        if record.isTooLong { return Self.rejected(longerThanLimit) }
        var bytes = record.bytes
        if let header = reading.header {
            do {
                let row = try CSVRow(record.bytes)
                guard row.cells.count == header.columns else {
                    return Self.rejected("\(row.cells.count) cells, the header has \(header.columns)")
                }
                bytes = header.document(for: row)
            } catch {
                return Self.rejected("\(error)")
            }
        }
        return intake.accept(bytes, receivedAt: SystemClock.now, arrival: reading.arrival)
    }

    private static func rejected(_ problem: String) -> IntakeResult {
        .rejected([EventProblem(path: "", problem: problem)])
    }

    private var longerThanLimit: String { "longer than \(recordLimit) bytes" }

    private func header(_ record: FileRecord, of file: InputFile) throws -> CSVHeader {
        let problem: String
        do {
            if !record.isTooLong { return try CSVHeader(try CSVRow(record.bytes)) }
            problem = longerThanLimit
        } catch {
            problem = "\(error)"
        }
        throw CommandFailure(
            .usage, code: "unusable_header", "\(file.path):\(record.line): \(problem)", path: file.path,
            line: record.line)
    }

    private func commit() async throws {
        guard !events.isEmpty else { return }
        let batch = events
        events.removeAll(keepingCapacity: true)
        eventBytes = 0
        for outcome in try await store.enqueue(batch, fanOut: fanOut) {
            switch outcome {
            case .accepted: counts.accepted += 1
            case .duplicate(_, let differs):
                counts.duplicates += 1
                if differs { differing += 1 }
            }
        }
    }

    private func showProgress(_ file: InputFile) {
        guard console.showsProgress else { return }
        let done = counts.accepted + counts.duplicates + counts.rejected
        let share = file.size.map { $0 > 0 ? " \(min(100, file.position * 100 / $0)) %" : "" } ?? ""
        console.progress("\(file.path)\(share): \(done) events")
    }
}
