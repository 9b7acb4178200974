import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxIntake

/// `outbox enqueue`: hands files of events over.
struct Enqueue: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Hand over events from files (NDJSON, JSON or CSV).",
        discussion: """
            Every 1,000 lines and at each file's end what was read is on disk; a repeated import is recognised, so an \
            import that was cut off is simply run again.
            --rejects takes a file that is new or empty, since what an earlier import left may be the only whole copy: \
            a scheduled job names another one each time (rejects-$(date +%s).ndjson).
            Exit 0: all accepted or duplicate, 1: some rejected (the good ones are in), 2: a file cannot be read, or \
            that of --rejects holds something (nothing is imported), 3: the source is not known.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The files; - is stdin.")
    var files: [String]

    @Option(help: "The source they come from; not needed if there is one.")
    var source: String?

    @Option(help: "ndjson, json or csv; else the file's ending says it.")
    var format: FileFormat?

    @Option(
        help: ArgumentHelp(
            "Map the files' times linearly on to the last span (the newest is now), for trials with old data.",
            valueName: "span, such as 24h"))
    var rebaseTimes: SpanArgument?

    @Option(help: ArgumentHelp("Keep what is rejected, with its problems, in this new file.", valueName: "file"))
    var rejects: String?

    @Flag(help: "Class live instead of bulk: these events go before retries and imports.")
    var live = false

    func perform(_ console: Console) async throws -> ExitStatus {
        // Every file is opened before anything is written, so that a wrong name changes nothing.
        let inputs = try files.map { path in
            let file = try InputFile(path: path)
            return (file: file, format: try file.format(format))
        }
        let configuration = try Workplace.loadConfiguration(global)
        let settings = try Workplace.source(source, in: configuration)
        for input in inputs { try Workplace.check(input.format, of: input.file, settings) }
        let recordLimit = max(settings.rules.maximumDocumentBytes, 1 << 16)
        let rebase = try rebaseTimes.flatMap { span in
            let now = SystemClock.now
            // Times are read before a database is there that knows the source's number.
            let intake = Intake(rules: settings.rules, source: SourceID(0), deliveryClass: .bulk)
            return try FileTimes(of: inputs, intake: intake, recordLimit: recordLimit, now: now)
                .rebase(to: span.duration, before: now)
        }
        let rejectsFile = try RejectsFile(path: rejects, inputs: inputs.map(\.file), console: console)
        let workplace = try await Workplace.open(configuration, .writing)
        defer { workplace.close() }
        guard let source = workplace.registry.sources[settings.name] else { throw StoreError.closed }
        let fileImport = FileImport(
            store: workplace.store, fanOut: workplace.fanOut,
            intake: Intake(rules: settings.rules, source: source, deliveryClass: live ? .live : .bulk),
            source: source, rebase: rebase, recordLimit: recordLimit, rejects: rejectsFile, console: console)
        do {
            for input in inputs { try await fileImport.run(input.file, format: input.format) }
        } catch {
            console.endProgress()
            let counts = fileImport.counts
            console.note(
                "stopped: \(counts.accepted) accepted, \(Plural.text(counts.duplicates, "duplicate")), "
                    + "\(counts.rejected) rejected "
                    + "so far; running the same import again goes on where it stopped")
            throw error
        }
        report(fileImport, console)
        return fileImport.counts.rejected == 0 ? .fine : .problemFound
    }

    private func report(_ fileImport: FileImport, _ console: Console) {
        let counts = fileImport.counts
        for warning in fileImport.warnings { console.note("warning: \(warning)") }
        console.line("accepted \(counts.accepted)   duplicates \(counts.duplicates)   rejected \(counts.rejected)")
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("accepted", counts.accepted)
        writer.member("duplicates", counts.duplicates)
        writer.member("rejected", counts.rejected)
        writer.endObject()
        console.document(writer.bytes)
    }
}

extension FileFormat: ExpressibleByArgument {}
