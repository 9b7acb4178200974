import ArgumentParser
import OutboxConfiguration
import OutboxCore

/// `outbox rejects`: what do producers send that is not taken, and why?
struct Rejects: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Show what was rejected and why: counts by problem, and the newest events, masked.",
        discussion: """
            Counts are of all times. Of each source the last 1,000 rejects are kept, masked: names of members, numbers \
            and a few words are shown, of everything else the length. `outbox enqueue --rejects FILE` keeps the \
            rejects of an import whole.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Of this source alone.")
    var source: String?

    @Option(help: "Problems with these words alone, such as 'value: not a number'.")
    var problem: String?

    @Option(help: "How many of the newest are shown.")
    var limit = 10

    func validate() throws {
        guard (0...100_000).contains(limit) else { throw ValidationError("--limit: 0 to 100000") }
    }

    func perform(_ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.open(global, .reading)
        defer { workplace.close() }
        if let source { _ = try Workplace.source(source, in: workplace.configuration) }
        let report = try await workplace.archive.rejects(source: source, problem: problem, limit: limit)
        let view = RejectsView(report: report)
        view.printLines(console)
        console.document(view.document)
        return .fine
    }
}
