import ArgumentParser
import OutboxCore

/// The events that a verb changes, as a person names them; none where the options pick them.
struct EventsArgument: ParsableArguments {
    @Argument(help: "Events by event_id, else producer's id, or '#17'; none with the options.")
    var ids: [String] = []

    @Option(help: "Whether an ID is meant as an id or a number, where it could be both.")
    var by: EventNaming?

    /// The numbers of the events; an unknown one ends the verb with exit 1. Nil where none is named.
    func numbers(in archive: any OutboxArchive) async throws -> [EventNumber]? {
        guard !ids.isEmpty else { return nil }
        var events: [EventNumber] = []
        for id in ids {
            let histories = try await archive.histories(named: id, by: by)
            guard !histories.isEmpty else {
                throw CommandFailure(.problemFound, code: "unknown_event", "no event \(id)")
            }
            events += histories.map(\.event.number)
        }
        return events
    }
}
