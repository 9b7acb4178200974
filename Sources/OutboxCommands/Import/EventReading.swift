import OutboxConfiguration
import OutboxIntake

/// Files of events that are only looked at.
struct EventReading {
    let files: [String]
    let format: FileFormat?
    /// Whether the events are taken as handed over at this moment, so that the time may be missing.
    let receivedNow: Bool

    /// Reads all files and hands over each document with its place.
    func forEach(
        of source: SourceSettings, _ body: (FileDocuments.Document, _ place: String, Arrival) throws -> Void
    ) throws {
        for path in files {
            let file = try InputFile(path: path)
            let format = try file.format(format)
            try Workplace.check(format, of: file, source)
            let limit = max(source.rules.maximumDocumentBytes, 1 << 16)
            var documents = FileDocuments(path: path, format: format, limit: limit)
            let occurrences = FileOccurrences()
            func take(_ document: FileDocuments.Document) throws {
                let arrival: Arrival =
                    receivedNow
                    ? .handedOver(random: RandomBytes.sixteen)
                    : .file(occurrences, rebase: nil)
                try body(document, "\(path):\(document.record.line)", arrival)
            }
            while let bytes = try file.next() {
                for document in try documents.split(bytes) { try take(document) }
            }
            for document in try documents.finish() { try take(document) }
        }
    }
}
