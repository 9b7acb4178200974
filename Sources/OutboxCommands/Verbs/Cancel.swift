import ArgumentParser
import OutboxCore

/// `outbox cancel`: takes back what has not left.
struct Cancel: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Take back deliveries that wait; what is being sent is left alone.",
        discussion: "Example: outbox cancel ord-10421 --yes")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions

    @Argument(help: "Events by event_id, producer's id or '#17'; none with the options.")
    var ids: [String] = []

    @Flag(name: .customLong("yes"), help: "Do it without asking.")
    var isConfirmed = false

    @Option(help: "The reason, for the record.")
    var why = ""

    func perform(_ console: Console) async throws -> ExitStatus {
        let verb = BulkVerb(
            ids: ids, selection: selection, change: .cancel, isConfirmed: isConfirmed, why: why, done: "cancelled")
        return try await verb.perform(console, global)
    }
}
