import Foundation

/// The sandbox of a run, `outbox sandbox`.
final class SoakSandbox {
    /// Where it listens on 127.0.0.1.
    let port: Int
    private let process: Process
    private let processes: SoakProcesses

    /// The pixel code that it takes events for.
    static let pixel = "C4KSOAKAAAA000000000"

    /// Starts it and waits until it says where it listens.
    init(_ processes: SoakProcesses, faults: [String], seed: UInt64, deadline: Date) throws {
        let log = processes.folder.appendingPathComponent("sandbox.log")
        try Data().write(to: log)
        var arguments = [
            "sandbox", "--port", "0", "--token", SoakProcesses.token, "--pixel", Self.pixel, "--seed", String(seed),
        ]
        for fault in faults { arguments += ["--fault", fault] }
        process = processes.make(
            arguments, output: try FileHandle(forWritingTo: log), errors: FileHandle.standardError)
        self.processes = processes
        try process.run()
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
        process.terminate()
        throw SoakError("the sandbox did not start")
    }

    /// Ends it.
    func end() {
        process.terminate()
        process.waitUntilExit()
    }

    /// What it took.
    func tally() throws -> SoakTally {
        let curl = Process()
        curl.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        curl.arguments = ["-fsS", "http://127.0.0.1:\(port)/tally"]
        let file = processes.folder.appendingPathComponent("tally.json")
        try Data().write(to: file)
        curl.standardOutput = try FileHandle(forWritingTo: file)
        try curl.run()
        curl.waitUntilExit()
        return try SoakTally(try String(contentsOf: file, encoding: .utf8))
    }
}

/// What the sandbox says of everything that it took.
struct SoakTally {
    /// The document as it came.
    let text: String
    let distinct: Int
    let repeated: Int
    let items: Int
    /// The sum of the values, in cents.
    let cents: Int

    /// Reads the document.
    init(_ text: String) throws {
        guard let tally = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
            throw SoakError("the tally has another shape: \(text)")
        }
        self.text = text
        distinct = tally["distinct"] as? Int ?? -1
        repeated = tally["repeated"] as? Int ?? -1
        items = tally["num_items"] as? Int ?? -1
        // The value as it is written, since a floating-point number might round it.
        let digits = text.range(of: "\"USD\":").map { range in
            text[range.upperBound...].drop { $0 == "\"" || $0 == " " }.prefix { $0.isNumber || $0 == "." }
        }
        cents = try digits.map { try Purchases.cents(String($0)) } ?? 0
    }
}
