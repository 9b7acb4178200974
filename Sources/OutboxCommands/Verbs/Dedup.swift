import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxRouting

/// `outbox dedup`: does TikTok count each event once that pixel and server send?
struct Dedup: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Pair what the server sent with what the pixel sent, and say whether TikTok counts each event once.",
        discussion: """
            TikTok counts two events once that have the same pixel code, name and event_id: within 5 minutes it merges \
            them, within 48 hours it drops the second one, later it counts both. What the pixel sent is known from \
            reports of the page (`outbox snippet`) or by hand (`outbox echo`).
            Exit 1: there is a problem.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The destination; without it all that have a pixel.")
    var destination: String?

    @Option(help: "An incoming event, such as purchase, or a TikTok event.")
    var event: String?

    @Option(help: "Events handed over and echoes seen in this span, such as 24h.")
    var since = SpanArgument(duration: .seconds(24 * 3600))

    func perform(_ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.open(global, .reading)
        defer { workplace.close() }
        let configuration = workplace.configuration
        if let destination { try workplace.requireDestination(destination) }
        let asked = configuration.destinations.filter { settings in
            settings.rules.eventSource == .web && (destination ?? settings.name) == settings.name
        }
        guard !asked.isEmpty else {
            throw CommandFailure(
                .configuration, code: "no_pixel",
                "\(destination ?? configuration.file): only a destination with `event_source: web` has a pixel")
        }
        let start = SystemClock.now - since.duration
        var views: [PairsView] = []
        for settings in asked {
            if let view = try await view(of: settings, since: start, in: workplace) { views.append(view) }
        }
        guard !views.isEmpty else {
            throw CommandFailure(
                .usage, code: "unknown_event",
                "no destination asked about maps or sends \(event ?? ""): see `outbox map`")
        }
        var writer = JSONWriter()
        writer.beginArray()
        for view in views {
            view.printLines(console)
            view.write(to: &writer)
        }
        writer.endArray()
        console.document(writer.bytes)
        return views.contains(where: \.hasProblem) ? .problemFound : .fine
    }

    /// Nil where the destination has nothing to do with the event asked about.
    private func view(
        of settings: DestinationSettings, since start: Timestamp, in workplace: Workplace
    ) async throws -> PairsView? {
        let names = PixelNames(rules: settings.rules)
        var question = PairQuestion(
            destination: settings.name, pixelCode: settings.rules.eventSourceID, since: start,
            serverOnlyNames: names.serverOnly)
        let others = workplace.configuration.destinations.filter { other in
            other.name != settings.name && other.rules.eventSourceID == settings.rules.eventSourceID
        }
        for other in others { question.othersEvents.formUnion(PixelNames(rules: other.rules).tiktokEvents) }
        question.othersEvents.subtract(names.tiktokEvents)
        if let event {
            guard let tiktokEvents = names.tiktokEvents(of: event, rules: settings.rules) else { return nil }
            question.tiktokEvents = tiktokEvents
        }
        let counts = try await workplace.archive.pairs(question) ?? []
        return PairsView(
            destination: settings.name, since: start, counts: counts, names: names, reports: settings.echo != nil)
    }
}
