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
        // Taking back must be possible though somebody broke the file.
        let workplace =
            change == .cancel
            ? try await Workplace.openDespiteErrors(global, .changing, console)
            : try await Workplace.open(global, .changing)
        defer { workplace.close() }
        try await workplace.requireKnownDestination(selection.destination)
        try await workplace.closeAbandoned()
        var picked = try selection.selection(now: SystemClock.now)
        if !ids.isEmpty { picked.events = try await Self.numbers(of: ids, in: workplace.archive) }
        return try await BulkRun(done: done, isConfirmed: isConfirmed, isSentAgain: change != .cancel) { isPreview in
            try await workplace.archive.change(
                picked, change, isPreview: isPreview, by: Environment.loginName, why: why, now: SystemClock.now)
        }.perform(console)
    }

    /// The numbers of events as people name them; an unknown one ends the verb with exit 1.
    static func numbers(of ids: [String], in archive: any OutboxArchive) async throws -> [EventNumber] {
        var events: [EventNumber] = []
        for id in ids {
            let histories = try await archive.histories(named: id)
            guard !histories.isEmpty else {
                throw CommandFailure(.problemFound, code: "unknown_event", "no event \(id)")
            }
            events += histories.map(\.event.number)
        }
        return events
    }
}
