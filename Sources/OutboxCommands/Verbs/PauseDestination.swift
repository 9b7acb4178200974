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
        let workplace = try await Workplace.open(global, .writing)
        defer { workplace.close() }
        let pause = Pause(
            cause: .operator, by: Environment.loginName, why: why.isEmpty ? "no reason given" : why,
            at: SystemClock.now)
        guard try await workplace.archive.pause(destination: destination, pause: pause) else {
            try workplace.requireDestination(destination)
            return .problemFound
        }
        console.line("\(destination) is paused: its events wait; go on with `outbox resume \(destination)`")
        console.document(Self.document(destination, "paused"))
        return .fine
    }

    /// `{"destination","state"}`.
    static func document(_ destination: String, _ state: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("destination", destination)
        writer.member("state", state)
        writer.endObject()
        return writer.bytes
    }
}
