import ArgumentParser
import OutboxCore

/// What `retry`, `replay` and `cancel` have in common: which deliveries they change.
struct BulkVerb {
    let ids: [String]
    let selection: SelectionOptions
    let change: BulkChange
    let isConfirmed: Bool
    let why: String
    /// The word for what is done, such as `retried`.
    let done: String

    func perform(_ console: Console, _ global: GlobalOptions) async throws -> ExitStatus {
        guard !ids.isEmpty || !selection.isEmpty else {
            throw CommandFailure(
                .usage, code: "nothing_picked",
                "say which: an ID, or --destination, --state, --reason, --event-name, --since")
        }
        let workplace = try await Workplace.open(global, .changing)
        defer { workplace.close() }
        var picked = try selection.selection(now: SystemClock.now)
        if !ids.isEmpty { picked.events = try await Self.numbers(of: ids, in: workplace) }
        return try await BulkRun(done: done, isConfirmed: isConfirmed) { isPreview in
            try await workplace.archive.change(
                picked, change, isPreview: isPreview, by: Environment.loginName, why: why, now: SystemClock.now)
        }.perform(console)
    }

    /// The numbers of events as people name them; an unknown one ends the verb with exit 1.
    static func numbers(of ids: [String], in workplace: Workplace) async throws -> [EventNumber] {
        var events: [EventNumber] = []
        for id in ids {
            let histories = try await workplace.histories(ofArgument: id)
            guard !histories.isEmpty else {
                throw CommandFailure(.problemFound, code: "unknown_event", "no event \(id)")
            }
            events += histories.map(\.event.number)
        }
        return events
    }
}
