import ArgumentParser
import OutboxCore

/// `outbox pause`: stops a destination.
struct PauseDestination: Verb {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Stop a destination: what is on its way finishes, nothing more is sent until `outbox resume`.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The destination's name.")
    var destination: String

    @Option(help: "The reason, for whoever finds it paused.")
    var why = ""

    func perform(_ console: Console) async throws -> ExitStatus {
        let why = why.isEmpty ? "no reason given" : why
        return try await DestinationSwitch(
            destination: destination, state: "paused",
            said: "\(destination) is paused: its events wait; go on with `outbox resume \(destination)`"
        ).perform(global, console) { archive in
            let pause = Pause(cause: .operator, by: Environment.loginName, why: why, at: SystemClock.now)
            return try await archive.pause(destination: destination, pause: pause)
        }
    }
}
