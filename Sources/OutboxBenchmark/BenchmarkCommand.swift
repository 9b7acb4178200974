import ArgumentParser

/// Measures the outbox beside its limits: every line beside the same work in a bare loop, all in one run.
@main
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox-benchmark",
        abstract: "Measure the outbox beside its limits in one run.",
        discussion: """
            Each line stands beside the same work (tables, pragmas, cache) in a bare loop on the SQLite C API, beside
            Foundation for JSON, or beside what its name says. Read ratios rather than figures: disks and shared
            machines are noisy.
            """,
        subcommands: [
            RunCommand.self, GroupCommand.self, StoreWorkCommand.self, ProducerCommand.self, HTTPServerCommand.self,
            LoadCommand.self,
        ],
        defaultSubcommand: RunCommand.self)
}
