import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxIntake
import OutboxRouting

/// `outbox test`: what would be sent of the events of a file?
struct TestFile: Verb {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract:
            "Show what would be sent of the events of files: the very path that sends, but no database, no socket.",
        discussion: """
            --json holds the exact bodies of the requests. What only the database knows is not looked at: test \
            sessions, withdrawn consent, what was sent before.
            Exit 0: everything would go, 1: something would be skipped or refused.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var input: EventFiles

    @Option(help: "A destination; may be repeated. Without it all that listen to the source.")
    var destination: [String] = []

    func perform(_ console: Console) async throws -> ExitStatus {
        let configuration = try Workplace.loadConfiguration(global)
        for name in destination { try Workplace.requireDestination(name, in: configuration) }
        let destinations = configuration.destinations.filter { destination.isEmpty || destination.contains($0.name) }
        let source = try Workplace.source(input.source, in: configuration)
        var run = DryRun(source: source, destinations: destinations, now: input.time)
        try input.forEach(of: source) { document, place, arrival in
            run.take(document, at: place, arrival: arrival)
        }
        let view = DryRunView(
            events: run.events, requests: run.requests(),
            eventSources: Dictionary(
                destinations.map { ($0.name, $0.rules.eventSource) }, uniquingKeysWith: { first, _ in first }),
            console: console)
        view.printLines()
        console.document(view.document)
        return run.events.allSatisfy(\.isFine) ? .fine : .problemFound
    }
}
