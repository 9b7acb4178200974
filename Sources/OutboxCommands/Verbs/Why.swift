import ArgumentParser
import OutboxCore

/// `outbox why`: one paragraph about where an event stands and what to do.
struct Why: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Say in one paragraph what became of an event, what decided, and what to do next.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The event_id, the producer's id, or # and the number ('#17').")
    var id: String

    func perform(_ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.open(global, .reading)
        defer { workplace.close() }
        let histories = try await workplace.archive.histories(of: Show.identifier(id))
        guard let explanation = Explanation(of: histories) else {
            throw CommandFailure(
                .problemFound, code: "unknown_event",
                "no event \(id): it is looked for by event_id, by the producer's id, and by #number")
        }
        let event = explanation.event
        let heading = "\(event.eventID ?? "#\(event.number)") (\(event.eventName), source \(event.source))"
        console.line("\(heading): \(explanation.text)")
        if let next = explanation.next { console.line("next: \(next)") }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("state", explanation.delivery?.state.name ?? "unrouted")
        writer.member("reason", explanation.delivery?.reason?.name)
        writer.member("explanation", explanation.text)
        writer.member("next", explanation.next)
        writer.endObject()
        console.document(writer.bytes)
        return .fine
    }
}
