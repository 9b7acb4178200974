import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxIntake

/// The files of events that a verb only looks at.
struct EventFiles: ParsableArguments {
    @Argument(help: "The files; - is stdin.")
    var files: [String]

    @Option(help: "The source they come from; not needed if there is one.")
    var source: String?

    @Option(help: "ndjson, json or csv; else the file's ending says it.")
    var format: FileFormat?

    @Option(help: ArgumentHelp("Judge as of this time, such as 2026-11-22T14:00:00Z.", valueName: "time"))
    var now: String?

    @Flag(help: "As if handed over at this moment: events without event_time get the time of receipt.")
    var receivedNow = false

    func validate() throws {
        guard now.map({ Timestamp(iso8601: $0) != nil }) ?? true else {
            throw ValidationError("--now: not a time such as 2026-11-22T14:00:00Z")
        }
    }

    /// The time as of which events are judged.
    var time: Timestamp { now.flatMap { Timestamp(iso8601: $0) } ?? SystemClock.now }

    /// Reads all files and hands over each document with its place.
    func forEach(
        of source: SourceSettings, _ body: (FileDocuments.Document, _ place: String, Arrival) throws -> Void
    ) throws {
        try EventReading(files: files, format: format, receivedNow: receivedNow).forEach(of: source, body)
    }
}
