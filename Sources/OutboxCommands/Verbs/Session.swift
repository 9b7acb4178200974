import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxMapping
import OutboxRouting
import OutboxYAML

/// `outbox session`: only my events carry the test code.
struct Session: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Test sessions: the events of one tester carry a test code for a while, the others are left alone.",
        subcommands: [Start.self, ListSessions.self, Stop.self])

    /// What people forget about the code.
    static let reminder =
        "a new session in Events Manager has a new code: if nothing shows up there, start again with that one"

    /// `outbox session start`
    struct Start: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Start a session.",
            discussion: """
                Example: outbox session start --match 'user.id: "1042"' --code TEST1 --for 2h
                --match is a condition as in `filters`: any path of the event, kept headers (headers.x-test), a query \
                token (context.page.url | url_param('tester')), a cookie (context.device.cookie | cookie('tester')).
                Identities in it are kept as their digests.
                It counts events received from now on. With `mode: test` the other events are skipped meanwhile \
                (session_only), with `mode: live` they go as ever; there --match must name a tester by an identity, a \
                header, a cookie or a query token, since what it matches counts for nothing.
                """)

        @OptionGroup var global: GlobalOptions

        @Option(help: "Which events belong to it: a condition in YAML.")
        var match: String

        @Option(help: "The code from Events Manager, Test Events, Test server events.")
        var code: String

        @Option(name: .customLong("for"), help: "How long it lasts, such as 2h.")
        var span = SpanArgument(duration: .seconds(2 * 3600))

        @Option(help: "The destination; not needed if there is one.")
        var destination: String?

        @Flag(name: .customLong("yes"), help: "Start it in live mode also where --match names no tester.")
        var isConfirmed = false

        func perform(_ console: Console) async throws -> ExitStatus {
            let workplace = try await Workplace.open(global, .writing)
            defer { workplace.close() }
            let settings = try Workplace.destination(destination, in: workplace.configuration)
            try requireTester(in: try checked(settings), settings)
            guard
                let session = try await workplace.archive.startSession(
                    destination: settings.name,
                    match: workplace.configuration.hiddenConstants.text(ofCondition: match), code: code,
                    lasting: span.duration,
                    by: Environment.loginName, at: SystemClock.now)
            else { throw StoreError.closed }
            let view = SessionView(sessions: [session], configuration: workplace.configuration, now: SystemClock.now)
            view.printLines(console)
            console.line(
                settings.rules.mode == .live
                    ? "the other events of \(settings.name) count as ever"
                    : "the other events of \(settings.name) are skipped meanwhile (session_only)")
            if settings.rules.mode == .dryRun {
                console.line("note: \(settings.name) has `mode: dry_run`, so nothing is sent at all")
            }
            console.line(Session.reminder)
            console.document(view.documentOfOne)
            return .fine
        }

        /// What a session matches counts for nothing: at a live destination nobody's purchase may be matched unasked.
        private func requireTester(in condition: MappingCondition, _ settings: DestinationSettings) throws {
            guard settings.rules.mode == .live, !isConfirmed, !Leftover.isForTesters(condition) else { return }
            throw CommandFailure(
                .usage, code: "not_confirmed",
                "\(settings.name) is live, and --match names no tester: real events that it matches would carry the "
                    + "test code and count for nothing. Name one by an identity, a header, a cookie or a query token, "
                    + "such as 'user.id: \"1042\"', or say --yes to do it all the same")
        }

        /// The condition of `--match`.
        private func checked(_ settings: DestinationSettings) throws -> MappingCondition {
            guard (1...64).contains(code.utf8.count), code.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw CommandFailure(
                    .usage, code: "bad_code", "--code: a test event code is 1 to 64 letters and digits without spaces")
            }
            var problems: [MappingProblem] = []
            do {
                guard let node = try YAMLDocument.parse(match) else {
                    throw CommandFailure(.usage, code: "bad_condition", "--match: an empty condition")
                }
                let condition = MappingCondition(
                    node, path: "--match", grammar: settings.rules.conditionGrammar, problems: &problems)
                guard let problem = problems.first else {
                    guard let condition, !condition.comparisons.isEmpty else {
                        throw CommandFailure(.usage, code: "bad_condition", "--match: it would match every event")
                    }
                    return condition
                }
                let advice = problem.suggestion.map { " (try: \($0))" } ?? ""
                throw CommandFailure(
                    .usage, code: "bad_condition", "\(problem.path): \(problem.problem)\(advice)", path: problem.path)
            } catch let failure as YAMLFailure {
                throw CommandFailure(.usage, code: "bad_condition", "--match: \(failure.problem)")
            }
        }
    }

    /// `outbox session list`
    struct ListSessions: Verb {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the sessions that run, and those that ended within a day.")

        @OptionGroup var global: GlobalOptions

        func perform(_ console: Console) async throws -> ExitStatus {
            let workplace = try await Workplace.openDespiteErrors(global, .reading, console)
            defer { workplace.close() }
            let now = SystemClock.now
            let sessions = try await workplace.archive.sessions(endingSince: now - .seconds(86_400))
            let view = SessionView(sessions: sessions, configuration: workplace.configuration, now: now)
            view.printLines(console)
            if sessions.contains(where: { $0.isRunning(at: now) }) { console.line(Session.reminder) }
            console.document(view.document)
            return .fine
        }
    }

    /// `outbox session stop`
    struct Stop: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Stop sessions before their time; what was received during them keeps the code.")

        @OptionGroup var global: GlobalOptions

        @Argument(help: "The sessions' numbers; without any all that run.")
        var sessions: [Int64] = []

        @Option(help: "Without numbers: those of this destination alone.")
        var destination: String?

        func perform(_ console: Console) async throws -> ExitStatus {
            let workplace = try await Workplace.openDespiteErrors(global, .changing, console)
            defer { workplace.close() }
            try await workplace.requireKnownDestination(destination)
            let now = SystemClock.now
            var wanted = sessions.map { TestSessionID($0) }
            if wanted.isEmpty {
                wanted = try await workplace.archive.sessions(endingSince: now)
                    .filter { $0.isRunning(at: now) && (destination ?? $0.destination) == $0.destination }.map(\.id)
            }
            var stopped: [TestSession] = []
            for session in wanted {
                guard
                    let ended = try await workplace.archive.stopSession(
                        session, by: Environment.loginName, at: SystemClock.now)
                else {
                    throw CommandFailure(
                        .problemFound, code: "unknown_session", "no session #\(session): see outbox session list")
                }
                stopped.append(ended)
            }
            let view = SessionView(sessions: stopped, configuration: workplace.configuration, now: SystemClock.now)
            if stopped.isEmpty { console.line("no session is running") } else { view.printLines(console) }
            console.document(view.document)
            return .fine
        }
    }
}
