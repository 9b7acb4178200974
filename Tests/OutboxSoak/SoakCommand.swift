import ArgumentParser

/// The real binary under faults and kills; exit 0 only if everything adds up.
@main
struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox-soak", abstract: "Kill the outbox at work, and see that everything adds up.",
        subcommands: [DrainSoakCommand.self, HTTPSoakCommand.self], defaultSubcommand: DrainSoakCommand.self)
}
