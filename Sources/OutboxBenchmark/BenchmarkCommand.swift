import ArgumentParser

/// Measures the outbox beside its limits: every line beside the same work in a bare loop, all in one run.
@main
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox-benchmark",
        abstract: "Measure the outbox beside its limits in one run.",
        discussion: """
            Each line stands beside the same work (tables, pragmas, cache) in a bare loop on the SQLite C API, or beside
            Foundation for JSON. Read ratios rather than figures: disks and shared machines are noisy.
            """)

    @Flag(help: "Smaller amounts: minutes become seconds, ratios get rougher.")
    var quick = false

    @Flag(name: .customLong("json"), help: "Print one JSON document instead of the table.")
    var printsJSON = false

    @Option(help: ArgumentHelp("One group alone: json, intake, enqueue, delivery, status.", valueName: "group"))
    var only: BenchmarkGroup?

    @Option(help: "The folder for the database files; they are removed at the end.")
    var folder = "/tmp"

    func run() async throws {
        let scratch = try ScratchFolder(in: folder)
        defer { scratch.remove() }
        var report = BenchmarkReport(machine: Machine.description, isQuick: quick)
        let sizes = BenchmarkSizes(isQuick: quick)
        for group in BenchmarkGroup.allCases where only == nil || only == group {
            BenchmarkReport.progress("\(group.rawValue) …")
            try await group.run(sizes, in: scratch, report: &report)
        }
        report.append(BenchmarkLine(name: "peak memory of this run", value: Machine.peakMemoryMegabytes, unit: "MB"))
        report.print(asJSON: printsJSON)
    }
}

extension BenchmarkGroup: ExpressibleByArgument {}
