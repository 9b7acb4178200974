import ArgumentParser
import OutboxCore

/// The event that a verb is about, as a person names it.
struct EventArgument: ParsableArguments {
    @Argument(help: "The event_id, else the producer's id, or # and the number ('#17').")
    var id: String

    @Option(help: "Whether that is meant as an id or a number, where it could be both.")
    var by: EventNaming?

    /// Reads the histories of the events of that name; none is no error.
    func histories(
        _ global: GlobalOptions, _ console: Console
    ) async throws -> (found: [EventHistory], endpoints: [String: String]) {
        let workplace = try await Workplace.openDespiteErrors(global, .reading, console)
        defer { workplace.close() }
        return (try await workplace.archive.histories(named: id, by: by), workplace.endpoints)
    }

    /// What to say where no event has that name.
    var unknown: String { "no event \(id): it is looked for by event_id, else by the producer's id, and by #number" }
}
