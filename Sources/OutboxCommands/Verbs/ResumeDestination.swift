import ArgumentParser
import OutboxCore

/// `outbox resume`: lets a paused destination run again.
struct ResumeDestination: Verb {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let a paused destination run again: a single event goes first, then ten, then full batches.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The destination's name.")
    var destination: String

    @Option(help: "What was done about it, for the record.")
    var why = ""

    func perform(_ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.open(global, .writing)
        defer { workplace.close() }
        guard
            try await workplace.archive.resume(
                destination: destination, by: Environment.loginName, why: why, at: SystemClock.now)
        else {
            try workplace.requireDestination(destination)
            return .problemFound
        }
        console.line("\(destination) runs again")
        console.document(PauseDestination.document(destination, "running"))
        return .fine
    }
}
