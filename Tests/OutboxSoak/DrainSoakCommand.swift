import ArgumentParser
import Foundation

/// Real purchases through the real binary and the sandbox, with faults and kills; exit 0 only if everything adds up.
struct DrainSoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Enqueue, drain through a misbehaving sandbox, kill, and see that everything adds up.")

    @Option(help: "The binary to test.")
    var outbox: String

    @Option(help: "The CSV file of purchases.")
    var file: String

    @Option(help: "Rows of the file; beyond its end it begins again, with other event ids.")
    var rows: Int?

    @Option(help: ArgumentHelp("A fault of the sandbox; may be repeated.", valueName: "kind=rate"))
    var fault: [String] = []

    @Option(help: "How often a drain is killed with SIGKILL.")
    var kills = 0

    @Option(help: "The seed of faults and kills; printed, so that a run can be repeated.")
    var seed: UInt64?

    @Option(help: "Seconds until the run is given up.")
    var limit = 600

    func run() throws {
        let seed = self.seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("seed \(seed)")
        let purchases = try Purchases(file: file, rows: rows)
        let soak = try Soak(
            outbox: outbox, purchases: purchases, faults: fault, kills: kills, seed: seed, limit: TimeInterval(limit))
        defer { soak.end() }
        let report = try soak.run()
        report.print()
        if !report.isSound { throw ExitCode.failure }
    }
}
