import OutboxCore

/// What `outbox pause` and `outbox resume` share: a change to one destination by name, and its report.
struct DestinationSwitch {
    let destination: String
    /// The state that the destination is in afterwards, as in `outbox status --json`.
    let state: String
    /// The sentence for people.
    let said: String

    /// Makes the change, which says whether the destination was there.
    func perform(
        _ global: GlobalOptions, _ console: Console, change: (any OutboxArchive) async throws -> Bool
    ) async throws -> ExitStatus {
        let workplace = try await Workplace.openDespiteErrors(global, .writing, console)
        defer { workplace.close() }
        guard try await change(workplace.archive) else {
            try workplace.requireDestination(destination)
            return .problemFound
        }
        console.line(said)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("destination", destination)
        writer.member("state", state)
        writer.endObject()
        console.document(writer.bytes)
        return .fine
    }
}
