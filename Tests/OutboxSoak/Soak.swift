import Foundation

/// One run: enqueue, drain with faults and kills, compare.
final class Soak {
    private let processes: SoakProcesses
    private let purchases: Purchases
    private let faults: [String]
    private let kills: Int
    private var random: SplitMix64
    private let seed: UInt64
    private let deadline: Date
    private var sandbox: Process?
    private var port = 0

    init(outbox: String, purchases: Purchases, faults: [String], kills: Int, seed: UInt64, limit: TimeInterval) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("outbox-soak-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        processes = SoakProcesses(outbox: outbox, folder: folder)
        self.purchases = purchases
        self.faults = faults
        self.kills = kills
        self.seed = seed
        random = SplitMix64(state: seed)
        deadline = Date().addingTimeInterval(limit)
    }

    /// Ends the sandbox and removes the folder.
    func end() {
        sandbox?.terminate()
        sandbox?.waitUntilExit()
        try? FileManager.default.removeItem(at: processes.folder)
    }

    func run() throws -> SoakReport {
        try startSandbox()
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
        let last = try drainToTheEnd()
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

    private var configuration: String {
        """
        version: 1
        database: outbox.db
        sources:
          shop: {dialect: native}
        destinations:
          main:
            event_source: web
            event_source_id: C4KSOAKAAAA000000000
            access_token: {env: TIKTOK_ACCESS_TOKEN}
            endpoint: http://127.0.0.1:\(port)/open_api/v1.3/event/track/
            mode: live
            delivery:
              batch: {max: 1000, wait: 200ms}
              rate: 1000/s
              retry: {for: 1h, max_wait: 2s}
        """
    }

    private func startSandbox() throws {
        let log = processes.folder.appendingPathComponent("sandbox.log")
        try Data().write(to: log)
        var arguments = [
            "sandbox", "--port", "0", "--token", SoakProcesses.token, "--pixel", "C4KSOAKAAAA000000000", "--seed",
            String(seed),
        ]
        for fault in faults { arguments += ["--fault", fault] }
        let process = processes.make(
            arguments, output: try FileHandle(forWritingTo: log), errors: FileHandle.standardError)
        try process.run()
        sandbox = process
        while Date() < deadline, process.isRunning {
            let text = try String(contentsOf: log, encoding: .utf8)
            if let line = text.split(separator: "\n").first, text.contains("\n"),
                let found = line.split(separator: ":").last.flatMap({ Int($0) })
            {
                port = found
                return
            }
            // Another process says when it is ready; its log is all there is to look at.
            Thread.sleep(forTimeInterval: 0.02)
        }
        throw SoakError("the sandbox did not start")
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

    private func drainToTheEnd() throws -> (status: Int32, text: String) {
        var last: (status: Int32, text: String) = (75, "no drain was run")
        while Date() < deadline, last.status == 75 {
            let (status, output, errors) = try processes.run(["drain", "--timeout", "60s", "--json"])
            last = (status, "\(output)\(errors)")
        }
        return last
    }

    private func compare(into report: inout SoakReport) throws {
        guard let url = URL(string: "http://127.0.0.1:\(port)/tally") else { throw SoakError("no port") }
        let curl = Process()
        curl.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        curl.arguments = ["-fsS", url.absoluteString]
        let file = processes.folder.appendingPathComponent("tally.json")
        try Data().write(to: file)
        curl.standardOutput = try FileHandle(forWritingTo: file)
        try curl.run()
        curl.waitUntilExit()
        let text = try String(contentsOf: file, encoding: .utf8)
        guard let tally = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
            throw SoakError("the tally has another shape: \(text)")
        }
        report.lines.append("tally: \(text)")
        report.expect("distinct events", tally["distinct"] as? Int ?? -1, purchases.rows)
        report.expect("items", tally["num_items"] as? Int ?? -1, purchases.items)
        report.expect("cents", try Self.cents(in: text), purchases.cents)
        if faults.isEmpty && kills == 0 { report.expect("repeated events", tally["repeated"] as? Int ?? -1, 0) }
    }

    /// The value as it is written, since a floating-point number might round it.
    private static func cents(in tally: String) throws -> Int {
        guard let range = tally.range(of: "\"USD\":") else { return 0 }
        let digits = tally[range.upperBound...].drop { $0 == "\"" || $0 == " " }.prefix { $0.isNumber || $0 == "." }
        return try Purchases.cents(String(digits))
    }
}
