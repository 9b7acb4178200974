import ArgumentParser
import OutboxCore

/// What `retry` and `cancel` have in common: pick, count and show a sample, ask, change.
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
        let picked = try await pick(from: workplace.archive)
        let preview = try await run(picked, on: workplace.archive, isPreview: true)
        if !isConfirmed {
            show(preview, console)
            guard preview.changed > 0 else { return finish(preview, console) }
            guard console.asks else {
                throw CommandFailure(
                    .usage, code: "not_confirmed", "\(preview.changed) would be \(done): say --yes to do it")
            }
            guard
                console.confirm(
                    "\(Plural.text(preview.changed, "delivery", "deliveries")) will be \(done). Go on? [y/N] ")
            else {
                console.note("nothing was changed")
                return .problemFound
            }
        }
        return finish(try await run(picked, on: workplace.archive, isPreview: false), console)
    }

    private func pick(from store: any OutboxArchive) async throws -> DeliverySelection {
        var picked = try selection.selection(now: SystemClock.now)
        guard !ids.isEmpty else { return picked }
        var events: [EventNumber] = []
        for id in ids {
            let histories = try await store.histories(of: EventIdentifier(argument: id))
            guard !histories.isEmpty else {
                throw CommandFailure(.problemFound, code: "unknown_event", "no event \(id)")
            }
            events += histories.map(\.event.number)
        }
        picked.events = events
        return picked
    }

    private func run(
        _ picked: DeliverySelection, on store: any OutboxArchive, isPreview: Bool
    ) async throws -> BulkResult {
        try await store.change(
            picked, change, isPreview: isPreview, by: Environment.loginName, why: why, now: SystemClock.now)
    }

    private func show(_ result: BulkResult, _ console: Console) {
        for line in ListView.table(result.sample).lines { console.note(line) }
    }

    private func finish(_ result: BulkResult, _ console: Console) -> ExitStatus {
        var line = "\(result.changed) \(done)"
        if result.beingSent > 0 { line += ", \(result.beingSent) left: being sent" }
        if result.left > 0 { line += ", \(result.left) left: not in a state for it" }
        console.line(line)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("changed", result.changed)
        writer.endObject()
        console.document(writer.bytes)
        return result.changed > 0 || result.left + result.beingSent == 0 ? .fine : .problemFound
    }
}
