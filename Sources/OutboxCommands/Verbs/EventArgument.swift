import ArgumentParser
import OutboxCore

/// The event that a verb is about, as a person names it.
struct EventArgument: ParsableArguments {
    @Argument(help: "The event_id, the producer's id, or # and the number ('#17').")
    var id: String

    /// Reads the histories of the events of that name; none is no error.
    func histories(_ global: GlobalOptions) async throws -> (found: [EventHistory], endpoints: [String: String]) {
        let workplace = try await Workplace.open(global, .reading)
        defer { workplace.close() }
        return (try await workplace.histories(ofArgument: id), workplace.endpoints)
    }

    /// What to say where no event has that name.
    var unknown: String { "no event \(id): it is looked for by event_id, by the producer's id, and by #number" }
}
