import OutboxCore
import OutboxIntake

/// The times that the events of some files name, found by reading the files once before they are imported.
struct FileTimes {
    private var oldest: Timestamp?
    private var newest: Timestamp?

    /// Reads files to their ends and goes back to their beginnings. Refuses what can be read only once (exit 2).
    init(
        of files: [(file: InputFile, format: FileFormat)], intake: Intake, recordLimit: Int, now: Timestamp
    ) throws {
        for (file, format) in files {
            guard file.size != nil else {
                throw CommandFailure(
                    .usage, code: "unreadable_file",
                    "\(file.path): --rebase-times reads a file twice, which this cannot be; write it to a file first",
                    path: file.path)
            }
            var documents = FileDocuments(path: file.path, format: format, limit: recordLimit)
            while let bytes = try file.next() {
                for document in try documents.split(bytes) { take(document, intake, now) }
            }
            for document in try documents.finish() { take(document, intake, now) }
            try file.rewind()
        }
    }

    /// How the times come to lie in the span before `now`; nil where no event names a time.
    func rebase(to span: Duration, before now: Timestamp) -> TimeRebase? {
        guard let oldest, let newest else { return nil }
        return TimeRebase(oldest: oldest, newest: newest, span: span, now: now)
    }

    private mutating func take(_ document: FileDocuments.Document, _ intake: Intake, _ now: Timestamp) {
        guard case .success(let bytes) = document.event else { return }
        for time in intake.eventTimes(of: bytes, receivedAt: now) {
            oldest = min(oldest ?? time, time)
            newest = max(newest ?? time, time)
        }
    }
}
