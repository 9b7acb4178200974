import ArgumentParser
import OutboxCore
import OutboxIdentity

/// `outbox show`: everything about one event.
struct Show: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Show everything about one event: what came, what was decided, sent and answered.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The event_id, the producer's id, or # and the number ('#17').")
    var id: String

    func perform(_ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.open(global, .reading)
        defer { workplace.close() }
        let histories = try await workplace.archive.histories(of: Self.identifier(id))
        console.document(HistoryDocument(histories: histories, endpoints: workplace.endpoints).bytes)
        guard !histories.isEmpty else {
            console.note("outbox: no event \(id): it is looked for by event_id, by the producer's id, and by #number")
            return .problemFound
        }
        HistoryView(histories: histories, endpoints: workplace.endpoints, console: console).printLines()
        return .fine
    }

    /// How a word on the command line names an event.
    static func identifier(_ text: String) -> EventIdentifier {
        if text.hasPrefix("#"), let number = Int64(text.dropFirst()) { return .number(EventNumber(number)) }
        return .text(text, digestPrefix: Array(SHA256Digest(of: text).bytes.prefix(8)))
    }
}
