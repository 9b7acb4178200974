import ArgumentParser
import OutboxConfiguration
import OutboxCore

/// `outbox reload`: lets a running `serve` or `drain` take up the changed file.
struct Reload: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Let running `serve` and `drain` take up the changed configuration, each all of it or nothing.",
        discussion: """
            Each process decides on its own: where one refuses the file, the others may work by it already, and this \
            names those that stayed behind.
            What is on its way finishes as it was decided; everything else is decided by the new file. SIGHUP to a \
            `serve` does the same. What would change: `outbox diff`.
            Exit 0: every one that runs works by the file, 3: the file has errors (nobody was asked), or one refused \
            it, 4: none is running, or one did not answer.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "How long to wait for the answers, such as 10s.")
    var timeout = SpanArgument(duration: .seconds(15))

    func perform(_ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.open(global, .changing)
        defer { workplace.close() }
        let outcome = try await ReloadRun(workplace, patience: timeout.duration).run()
        outcome.removed?.printNotes(file: workplace.configuration.file, console)
        guard !outcome.isEmpty else {
            throw CommandFailure(.outOfReach, code: "not_running", ReloadRun.Outcome.nobody)
        }
        outcome.printLines(console)
        var writer = JSONWriter()
        outcome.write(to: &writer)
        console.document(writer.bytes)
        return outcome.status
    }
}
