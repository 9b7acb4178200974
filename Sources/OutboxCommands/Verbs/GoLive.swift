import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxRouting

/// `outbox golive`: leaves test mode.
struct GoLive: Verb {
    static let configuration = CommandConfiguration(
        commandName: "golive",
        abstract: "Take a destination out of test mode: names what the test left behind, then changes the file.",
        discussion: """
            Changes exactly the lines concerned (`mode: live`, and the test code goes), with the old file beside it as \
            .bak, stops running sessions, lets a running `serve` take the file up, and writes down who did it.
            Exit 0: live, 1: something has to be decided by hand, or the file cannot be written (the patch is printed).
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The destination's name.")
    var destination: String

    @Flag(name: .customLong("yes"), help: "Do it without asking.")
    var isConfirmed = false

    @Option(help: ArgumentHelp("A leftover that is meant to stay: catch-all, user-filter.", valueName: "leftover"))
    var keep: [String] = []

    @Option(help: "The reason, for the record.")
    var why = ""

    func validate() throws {
        for word in keep where ![Leftover.Kind.catchAll, .userFilter].map(\.rawValue).contains(word) {
            throw ValidationError("--keep: \"\(word)\" is neither catch-all nor user-filter")
        }
    }

    func perform(_ console: Console) async throws -> ExitStatus {
        let configuration = try Workplace.loadConfiguration(global)
        try Workplace.requireDestination(destination, in: configuration)
        let settings = try Workplace.destination(destination, in: configuration)
        let workplace = try await Workplace.open(configuration, .writing)
        defer { workplace.close() }
        let now = SystemClock.now
        let sessions = try await workplace.archive.sessions(endingSince: now)
            .filter { $0.destination == destination && $0.isRunning(at: now) }
            .map { $0.hidden(by: configuration) }
        var age: Duration?
        if let code = settings.rules.testEventCode {
            age = try await CodeAge(archive: workplace.archive, configuration: configuration)
                .age(of: code, at: destination, now: now)
        }
        let leftovers = Leftover.all(
            settings, like: settings.like.flatMap { configuration.destination(named: $0) }, codeAge: age,
            sessions: sessions, now: now)
        var run = GoLiveRun(
            destination: destination, configuration: configuration, leftovers: leftovers, keep: Set(keep),
            sessions: sessions, mode: settings.rules.mode)
        let status = try await perform(&run, workplace, console)
        console.document(run.document)
        return status
    }

    private func perform(
        _ run: inout GoLiveRun, _ workplace: Workplace, _ console: Console
    ) async throws -> ExitStatus {
        if run.isLive, run.sessions.isEmpty {
            run.leaveAsItIs(console)
            return .fine
        }
        run.printLeftovers(console)
        // Of what is live already only the sessions are to be stopped.
        guard run.isLive || run.openQuestions.isEmpty else {
            console.line("\(destination) stays in test mode: decide the lines marked `by hand` first")
            return .problemFound
        }
        guard run.makePatch(console) else { return .problemFound }
        if !isConfirmed {
            guard console.asks else {
                throw CommandFailure(
                    .usage, code: "not_confirmed", "\(destination) would go live: say --yes to do it")
            }
            guard console.confirm("Go live now? Events of \(destination) count from then on. [y/N] ") else {
                console.note("nothing was changed")
                return .problemFound
            }
        }
        guard run.write(console) else { return .problemFound }
        for session in run.sessions {
            _ = try await workplace.archive.stopSession(session.id, by: Environment.loginName, at: SystemClock.now)
        }
        let action = OperatorAction(
            at: SystemClock.now, by: Environment.loginName, verb: "golive", subject: destination, why: why, changed: 1)
        try await workplace.archive.record(action)
        console.line("\(destination) is live")
        let outcome = try await ReloadRun(workplace, patience: .seconds(15)).run()
        outcome.printLines(console)
        run.reload = outcome
        console.line("what the test delivered never counted; real events count from now on: outbox status")
        return outcome.isEmpty ? .fine : outcome.status
    }
}
