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
        try await DestinationSwitch(
            destination: destination, state: "running", said: "\(destination) runs again"
        ).perform(global, console) { archive in
            try await archive.resume(
                destination: destination, by: Environment.loginName, why: why, at: SystemClock.now)
        }
    }
}
