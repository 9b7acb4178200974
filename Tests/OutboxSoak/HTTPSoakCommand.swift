import ArgumentParser
import Foundation

/// Events over HTTP into the real `outbox serve`, which is killed again and again; exit 0 only if nothing acknowledged
/// is lost and nothing is there twice.
struct HTTPSoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http",
        abstract: "Post to a server that is killed under load, and see that what it acknowledged is there once.")

    @Option(help: "The binary to test.")
    var outbox: String

    @Option(help: "How often the server is killed with SIGKILL and started again.")
    var rounds = 50

    @Option(help: "Connections that post at the same time.")
    var clients = 6

    @Option(help: "The seed of events and kills; printed, so that a run can be repeated.")
    var seed: UInt64?

    @Option(help: "Seconds until the run is given up.")
    var limit = 600

    func run() throws {
        let seed = self.seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("seed \(seed)")
        let soak = try HTTPSoak(
            outbox: outbox, rounds: rounds, clients: clients, seed: seed, limit: TimeInterval(limit))
        defer { soak.end() }
        let report = try soak.run()
        report.print()
        if !report.isSound { throw ExitCode.failure }
    }
}
