import ArgumentParser
import OutboxCore

/// `outbox status`: what waits, what was delivered, what failed.
struct Status: Verb {
    static let configuration = CommandConfiguration(abstract: "Show the queue in numbers, by destination.")

    @OptionGroup var global: GlobalOptions

    func perform(_ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.openDespiteErrors(global, .reading, console)
        defer { workplace.close() }
        let report = try await workplace.archive.status(
            destinations: workplace.destinationNames, now: SystemClock.now)
        let view = StatusView(
            report: report, unknownSources: UnknownSources(report, workplace.configuration), console: console)
        view.printLines()
        console.document(view.document)
        return .fine
    }
}
