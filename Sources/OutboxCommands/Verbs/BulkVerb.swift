import ArgumentParser
import OutboxCore

/// What `retry`, `replay` and `cancel` have in common: which deliveries they change.
struct BulkVerb {
    let named: EventsArgument
    let selection: SelectionOptions
    let change: BulkChange
    let isConfirmed: Bool
    let why: String
    /// The word for what is done, such as `retried`.
    let done: String

    func perform(_ console: Console, _ global: GlobalOptions) async throws -> ExitStatus {
        guard !named.ids.isEmpty || !selection.isEmpty else {
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
        picked.events = try await named.numbers(in: workplace.archive)
        return try await BulkRun(done: done, isConfirmed: isConfirmed, isSentAgain: change != .cancel) { isPreview in
            try await workplace.archive.change(
                picked, change, isPreview: isPreview, by: Environment.loginName, why: why, now: SystemClock.now)
        }.perform(console)
    }
}
