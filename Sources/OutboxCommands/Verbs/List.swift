import ArgumentParser
import OutboxCore

/// `outbox list`: the newest deliveries that some conditions pick.
struct List: Verb {
    static let configuration = CommandConfiguration(
        abstract: "List deliveries, the newest event first.",
        discussion: "Example: outbox list --state failed --reason rejected --since 24h")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions

    @Option(help: "How many at most.")
    var limit = 50

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
    }

    func perform(_ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.openDespiteErrors(global, .reading, console)
        defer { workplace.close() }
        try await workplace.requireKnownDestination(selection.destination)
        let summaries = try await workplace.archive.list(try selection.selection(now: SystemClock.now), limit: limit)
        let view = ListView(summaries: summaries, limit: limit, console: console)
        view.printLines()
        console.document(view.document)
        return .fine
    }
}
