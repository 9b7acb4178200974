import ArgumentParser
import OutboxCore

/// `outbox cancel`: takes back what has not left.
struct Cancel: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Take back deliveries that wait; what is being sent is left alone.",
        discussion: """
            What is cancelled does not go again. Where a request with it broke off, it may have arrived before: the \
            result says of how many.

            Example: outbox cancel ord-10421 --yes
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions

    @OptionGroup var named: EventsArgument

    @Flag(name: .customLong("yes"), help: "Do it without asking.")
    var isConfirmed = false

    @Option(help: "The reason, for the record.")
    var why = ""

    func perform(_ console: Console) async throws -> ExitStatus {
        let verb = BulkVerb(
            named: named, selection: selection, change: .cancel, isConfirmed: isConfirmed, why: why, done: "cancelled")
        return try await verb.perform(console, global)
    }
}
