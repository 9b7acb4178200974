import Foundation
import OutboxCore

/// One run: enqueue, drain with faults and kills, compare.
final class Soak: SoakRun {
    private let processes: SoakProcesses
    private let purchases: Purchases
    private let faults: [String]
    private let kills: Int
    private var random: SplitMix64
    private let seed: UInt64
    private let deadline: Date
    private var sandbox: SoakSandbox?

    init(outbox: String, purchases: Purchases, faults: [String], kills: Int, seed: UInt64, limit: TimeInterval) throws {
        processes = try SoakProcesses(outbox: outbox)
        self.purchases = purchases
        self.faults = faults
        self.kills = kills
        self.seed = seed
        random = SplitMix64(seed: seed)
        deadline = Date().addingTimeInterval(limit)
    }

    /// Ends the sandbox and removes the folder.
    func end() {
        sandbox?.end()
        try? FileManager.default.removeItem(at: processes.folder)
    }

    func run() throws -> SoakReport {
        let sandbox = try SoakSandbox(processes, faults: faults, seed: seed, deadline: deadline)
        self.sandbox = sandbox
        let configuration = SoakProcesses.configuration(sandboxPort: sandbox.port, source: "dialect: native")
        try Data(configuration.utf8).write(to: processes.folder.appendingPathComponent("outbox.yml"))
        try purchases.csv.write(to: processes.folder.appendingPathComponent("purchases.csv"))
        let begin = Date()
        let (status, output, errors) = try processes.run([
            "enqueue", "purchases.csv", "--rebase-times", "24h", "--json",
        ])
        guard status == 0 else { throw SoakError("enqueue exited \(status): \(output)\(errors)") }
        let enqueued = Date()
        let poll = StatusPoll(command: processes, rows: purchases.rows)
        poll.start()
        let killed = try killDrains()
        let last = try processes.drainToTheEnd(before: deadline)
        let drained = Date()
        var report = SoakReport()
        report.lines.append(String(format: "enqueue: %.1f s", enqueued.timeIntervalSince(begin)))
        report.lines.append(String(format: "drain: %.1f s, %d killed", drained.timeIntervalSince(enqueued), killed))
        report.expect("exit status of the last drain", Int(last.status), 0)
        if last.status != 0 { report.failures.append(last.text) }
        try compare(into: &report)
        let findings = poll.end()
        report.lines.append(
            String(format: "status: %d polls, the slowest %.0f ms", findings.polls, findings.slowest * 1000))
        report.failures += findings.failures
        return report
    }

    /// Starts drains and kills each at a random moment; a drain that ends before is none of the kills.
    private func killDrains() throws -> Int {
        var killed = 0
        for _ in 0..<kills {
            let process = processes.make(["drain", "--timeout", "60s"])
            try process.run()
            // The moment of the kill is what the run is about.
            Thread.sleep(forTimeInterval: .random(in: 0.03...0.25, using: &random))
            if process.isRunning { killed += 1 }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        return killed
    }

    private func compare(into report: inout SoakReport) throws {
        guard let tally = try sandbox?.tally() else { throw SoakError("no sandbox") }
        report.lines.append("tally: \(tally.text)")
        report.expect("distinct events", tally.distinct, purchases.rows)
        report.expect("items", tally.items, purchases.items)
        report.expect("cents", tally.cents, purchases.cents)
        if faults.isEmpty && kills == 0 { report.expect("repeated events", tally.repeated, 0) }
    }
}
