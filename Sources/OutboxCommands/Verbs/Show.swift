import ArgumentParser
import OutboxCore

/// `outbox show`: everything about one event.
struct Show: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Show everything about one event: what came, what was decided, sent and answered.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var event: EventArgument

    func perform(_ console: Console) async throws -> ExitStatus {
        let (histories, endpoints) = try await event.histories(global, console)
        console.document(HistoryDocument(histories: histories, endpoints: endpoints).bytes)
        guard !histories.isEmpty else {
            console.note("outbox: \(event.unknown)")
            return .problemFound
        }
        HistoryView(histories: histories, endpoints: endpoints, console: console).printLines()
        return .fine
    }
}
