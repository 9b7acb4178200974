import ArgumentParser
import Testing

@testable import OutboxCommands

@Suite("The help of the verbs")
struct HelpTests {
    /// The configurations of a verb and of all below it.
    private static func all(_ command: any ParsableCommand.Type) -> [CommandConfiguration] {
        [command.configuration] + command.configuration.subcommands.flatMap { all($0) }
    }

    @Test("breaks no line inside a sentence: the terminal's width does that")
    func lines() {
        let configurations = Self.all(OutboxCommand.self)
        #expect(configurations.count > 25)
        for line in configurations.flatMap({ $0.discussion.split(separator: "\n") }) {
            #expect(line.hasSuffix(".") || line.contains("outbox "), "\(line)")
            #expect(!line.contains("  ") && line.first?.isLowercase == false, "\(line)")
        }
    }
}
