import ArgumentParser
import Foundation

/// What every soak is told, and how it is run.
struct SoakOptions: ParsableArguments {
    @Option(help: "The binary to test.")
    var outbox: String

    @Option(help: "The seed of all that is random; printed, so that a run can be repeated.")
    var seed: UInt64?

    @Option(help: "Seconds until the run is given up.")
    var limit = 600

    /// Runs the soak that is made with a seed and a limit in seconds, and prints its report; throws if it is not sound.
    func run(_ make: (_ seed: UInt64, _ limit: TimeInterval) throws -> any SoakRun) throws {
        let seed = self.seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("seed \(seed)")
        let soak = try make(seed, TimeInterval(limit))
        defer { soak.end() }
        let report = try soak.run()
        report.print()
        if !report.isSound { throw ExitCode.failure }
    }
}

/// One soak from its start to its report.
protocol SoakRun {
    /// Does it all.
    func run() throws -> SoakReport
    /// Ends what still runs, and removes what was written.
    func end()
}
