import ArgumentParser

/// Real purchases through the real binary and the sandbox, with faults and kills; exit 0 only if everything adds up.
struct DrainSoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Enqueue, drain through a misbehaving sandbox, kill, and see that everything adds up.")

    @OptionGroup var options: SoakOptions

    @Option(help: "The CSV file of purchases.")
    var file: String

    @Option(help: "Rows of the file; beyond its end it begins again, with other event ids.")
    var rows: Int?

    @Option(help: ArgumentHelp("A fault of the sandbox; may be repeated.", valueName: "kind=rate"))
    var fault: [String] = []

    @Option(help: "How often a drain is killed with SIGKILL.")
    var kills = 0

    func run() throws {
        let purchases = try Purchases(file: file, rows: rows)
        try options.run { seed, limit in
            try Soak(
                outbox: options.outbox, purchases: purchases, faults: fault, kills: kills, seed: seed, limit: limit)
        }
    }
}
