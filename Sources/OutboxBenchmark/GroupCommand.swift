import ArgumentParser

/// Measures one group and prints its lines for the process that asked for them.
struct GroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group", abstract: "Measure one group for another process.", shouldDisplay: false)

    @Argument(help: "The group.")
    var group: BenchmarkGroup

    @OptionGroup var amounts: AmountOptions

    func run() async throws {
        let folder = try ScratchFolder(in: amounts.folder)
        defer { folder.remove() }
        var lines = GroupLines()
        let sizes = BenchmarkSizes(isQuick: amounts.quick)
        try await group.run(sizes, in: folder, outbox: try amounts.binary, into: &lines)
        print(String(decoding: try lines.encoded(), as: UTF8.self))
    }
}
