import ArgumentParser

/// Measures all groups one after the other, each in a process of its own, and prints one table.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Measure and print (the default).")

    @OptionGroup var amounts: AmountOptions

    @Flag(name: .customLong("json"), help: "Print one JSON document instead of the table.")
    var printsJSON = false

    @Option(help: ArgumentHelp("One group alone: \(BenchmarkGroup.names).", valueName: "group"))
    var only: BenchmarkGroup?

    func run() async throws {
        var report = BenchmarkReport(machine: Machine.description(folder: amounts.folder), isQuick: amounts.quick)
        for group in BenchmarkGroup.allCases where only == nil || only == group {
            BenchmarkReport.progress("\(group.rawValue) …")
            var arguments = ["group", group.rawValue, "--folder", amounts.folder, "--outbox", try amounts.binary]
            if amounts.quick { arguments.append("--quick") }
            let process = try ChildProcess(try OwnBinary.path, arguments)
            let end = try await process.end()
            guard end.status == 0 else { throw BenchmarkError("\(group.rawValue) ended with \(end.status)") }
            report.append(try GroupLines.decode(end.output))
        }
        report.print(asJSON: printsJSON)
    }
}

/// How much is measured, with what and where.
struct AmountOptions: ParsableArguments {
    @Flag(help: "Smaller amounts: a minute or two instead of many; ratios get rougher.")
    var quick = false

    @Option(help: "The folder for the database files; they are removed at the end.")
    var folder = "/tmp"

    @Option(help: "The outbox binary that is measured; without it the one beside this program.")
    var outbox: String?

    /// The path of the binary.
    var binary: String {
        get throws { try outbox ?? OwnBinary.neighbour("outbox") }
    }
}

extension BenchmarkGroup: ExpressibleByArgument {
    /// The names of all groups in one text.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
