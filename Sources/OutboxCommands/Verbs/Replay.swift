import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxRouting

/// `outbox replay`: sends again what was delivered or skipped.
struct Replay: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Send again what was skipped or delivered, by the configuration then in force, in class bulk.",
        discussion: """
            After an event was adopted: outbox replay --destination main --reason unmapped --event-name view_cart
            To a destination that was added later: outbox replay --to second --since 7d
            First it says how many and shows a sample. What TikTok would count a second time is left alone, also \
            where another destination, be it removed by now, sent it to the same event source.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions

    @OptionGroup var named: EventsArgument

    @Option(
        help: ArgumentHelp(
            "Make deliveries at this destination of events that have none there.", valueName: "destination"))
    var to: String?

    @Flag(help: "Also what TikTok would count a second time.")
    var evenIfCountedTwice = false

    @Flag(name: .customLong("yes"), help: "Do it without asking.")
    var isConfirmed = false

    @Option(help: "The reason, for the record.")
    var why = ""

    func validate() throws {
        guard to == nil || (selection.destination == nil && selection.state == nil && selection.reason == nil) else {
            throw ValidationError("--to takes events, not deliveries: IDs, --event-name and --since alone")
        }
    }

    func perform(_ console: Console) async throws -> ExitStatus {
        if let to { return try await route(to: to, console) }
        let configuration = try Workplace.loadConfiguration(global)
        let undeduplicated = configuration.destinations.filter { $0.rules.eventSource == .app }.map(\.name)
        let eventSourceIDs = configuration.destinations.map { ($0.name, $0.rules.eventSourceID) }
        let change = BulkChange.replay(
            evenIfCountedTwice: evenIfCountedTwice, undeduplicated: Set(undeduplicated),
            eventSourceIDs: Dictionary(eventSourceIDs, uniquingKeysWith: { first, _ in first }))
        let verb = BulkVerb(
            named: named, selection: selection, change: change, isConfirmed: isConfirmed, why: why, done: "replayed")
        return try await verb.perform(console, global)
    }

    private func route(to destination: String, _ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.open(global, .changing)
        defer { workplace.close() }
        try workplace.requireDestination(destination)
        try await workplace.closeAbandoned()
        let picked = try selection.selection(now: SystemClock.now)
        let settings = workplace.configuration.destination(named: destination)
        let listens = settings?.listensTo
        let replay = LateReplay(
            to: destination, eventSourceID: settings?.rules.eventSourceID,
            isDeduplicated: settings?.rules.eventSource.isDeduplicated ?? true,
            tiktokEvents: settings.flatMap { EffectiveMapping(rules: $0.rules).tiktokEvents },
            evenIfCountedTwice: evenIfCountedTwice)
        let events = EventSelection(
            events: try await named.numbers(in: workplace.archive), sources: listens,
            eventName: picked.eventName, since: picked.since)
        let run = BulkRun(done: "replayed to \(destination)", isConfirmed: isConfirmed) { isPreview in
            guard
                let result = try await workplace.archive.replay(
                    events, replay, isPreview: isPreview, by: Environment.loginName, why: why,
                    now: SystemClock.now)
            else { throw StoreError.closed }
            return result
        }
        return try await run.perform(console)
    }
}
