import ArgumentParser
import OutboxCore

/// `outbox why`: one paragraph about where an event stands and what to do.
struct Why: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Say in one paragraph what became of an event, what decided, and what to do next.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: EventArgument

    func perform(_ console: Console) async throws -> ExitStatus {
        let histories = try await named.histories(global).found
        guard let explanation = Explanation(of: histories) else {
            throw CommandFailure(.problemFound, code: "unknown_event", named.unknown)
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
