import ArgumentParser
import OutboxCore

/// `outbox retry`: tries failed or cancelled deliveries again.
struct Retry: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Try failed or cancelled deliveries again, with the configuration then in force.",
        discussion: "Example: outbox retry --destination main --reason rejected --yes")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions

    @OptionGroup var named: EventsArgument

    @Flag(help: "Also what is held because it could count twice at TikTok.")
    var evenIfCountedTwice = false

    @Flag(name: .customLong("yes"), help: "Do it without asking.")
    var isConfirmed = false

    @Option(help: "The reason, for the record.")
    var why = ""

    func perform(_ console: Console) async throws -> ExitStatus {
        let verb = BulkVerb(
            named: named, selection: selection, change: .retry(evenIfCountedTwice: evenIfCountedTwice),
            isConfirmed: isConfirmed, why: why, done: "retried")
        return try await verb.perform(console, global)
    }
}
