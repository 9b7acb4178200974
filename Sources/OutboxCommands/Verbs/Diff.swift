import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxIntake

/// `outbox diff`: what would the file change?
struct Diff: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Say by name what the file would change against what is running, or against an earlier revision.",
        discussion: """
            --events FILE says what would become otherwise of real events. Revisions: outbox diff --list
            Exit 0: nothing differs, 1: something does.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A revision, such as 1f3a9c20; without it what is running or ran last.")
    var revision: String?

    @Option(name: .customLong("events"), help: "A file of events to try under both; may be repeated.")
    var files: [String] = []

    @Option(help: "With --events: the source they come from; not needed if there is one.")
    var source: String?

    @Option(help: "With --events: ndjson, json or csv; else the file's ending says it.")
    var format: FileFormat?

    @Flag(name: .customLong("list"), help: "List the revisions that the database knows.")
    var isList = false

    func perform(_ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.open(global, .reading)
        defer { workplace.close() }
        let revisions = try await workplace.archive.configurations(limit: 200)
        if isList { return list(revisions, console) }
        let stored = try pick(from: revisions)
        let old = try await load(stored, workplace)
        let new = workplace.configuration
        let events = files.isEmpty ? nil : try compareEvents(old, new)
        let report = try await workplace.archive.status(destinations: workplace.destinationNames, now: SystemClock.now)
        let removed = RemovedDestinations(report)
        removed.printNotes(file: new.file, console)
        let view = DifferenceView(
            heading: Self.heading(stored), revision: stored.revision, file: new.file,
            difference: ConfigurationDifference(from: old, to: new), removed: removed, events: events)
        view.printLines(console)
        console.document(view.document)
        return view.isSame ? .fine : .problemFound
    }

    private func pick(from revisions: [StoredConfiguration]) throws -> StoredConfiguration {
        if let revision {
            let found = revisions.filter { $0.revision.hasPrefix(revision.lowercased()) }
            guard found.count == 1, let only = found.first else {
                let problem = found.isEmpty ? "no revision" : "several revisions begin with"
                throw CommandFailure(
                    .usage, code: "unknown_revision", "\(problem) \(revision): see outbox diff --list")
            }
            return only
        }
        guard let running = revisions.first(where: { $0.inForceAt != nil }) else {
            throw CommandFailure(
                .outOfReach, code: "nothing_in_force",
                "no configuration has been in force yet: outbox serve or drain puts one in force")
        }
        return running
    }

    private func load(_ stored: StoredConfiguration, _ workplace: Workplace) async throws -> Configuration {
        guard let text = try await workplace.archive.text(of: stored.id) else {
            throw CommandFailure(
                .outOfReach, code: "no_text", "the text of revision \(stored.revision) is no longer kept")
        }
        let file = workplace.configuration.file
        let report = Configuration.load(
            bytes: Array(text.utf8), file: stored.revision, folder: Configuration.folder(of: file))
        guard let configuration = report.configuration else {
            throw CommandFailure(
                .configuration, code: "unreadable_revision",
                "this version cannot read revision \(stored.revision): "
                    + (report.errors.first.map { "\($0)" } ?? "it has errors"))
        }
        return configuration
    }

    private static func heading(_ stored: StoredConfiguration) -> String {
        guard let at = stored.inForceAt else { return "\(stored.revision) (never in force)" }
        return "\(stored.revision) (in force since \(LocalTime.text(at))"
            + (stored.inForceBy.map { ", \($0))" } ?? ")")
    }

    private func compareEvents(_ old: Configuration, _ new: Configuration) throws -> [EventDifference] {
        let now = SystemClock.now
        let settings = try Workplace.source(source, in: new)
        // A source that is new has nowhere to go under the old file.
        let before = old.source(named: settings.name) ?? settings
        var runs = (
            old: DryRun(source: before, destinations: old.destinations, now: now),
            new: DryRun(source: settings, destinations: new.destinations, now: now)
        )
        let input = EventReading(files: files, format: format, receivedNow: false)
        try input.forEach(of: settings) { document, place, arrival in
            runs.new.take(document, at: place, arrival: arrival)
        }
        try input.forEach(of: before) { document, place, arrival in
            runs.old.take(document, at: place, arrival: arrival)
        }
        return EventDifference.all(runs.old.events, runs.new.events)
    }

    private func list(_ revisions: [StoredConfiguration], _ console: Console) -> ExitStatus {
        var table = Table(["REVISION", "FIRST SEEN", "IN FORCE", "BY"])
        var writer = JSONWriter()
        writer.beginArray()
        for revision in revisions {
            table.append([
                revision.revision, LocalTime.text(revision.firstSeenAt),
                revision.inForceAt.map { LocalTime.text($0) } ?? "-", revision.inForceBy ?? "-",
            ])
            writer.beginObject()
            writer.member("revision", revision.revision)
            writer.member("first_seen_at", revision.firstSeenAt)
            writer.member("in_force_at", revision.inForceAt?.iso8601)
            writer.member("in_force_by", revision.inForceBy)
            writer.endObject()
        }
        writer.endArray()
        for line in table.lines { console.line(line) }
        console.document(writer.bytes)
        return .fine
    }
}
