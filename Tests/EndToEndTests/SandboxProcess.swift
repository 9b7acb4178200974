import Foundation
import Testing

/// The real sandbox, `outbox sandbox`, running beside a test.
final class SandboxProcess {
    let port: Int
    private let process: Process

    /// The token and the pixel that the configuration of `OutboxFolder` names.
    static let arguments = [
        "sandbox", "--port", "0", "--token", "0123456789abcdef0123456789abcdef", "--pixel", "C4KTESTAAAA000000000",
    ]

    /// Starts it and waits until it says where it listens.
    init(in folder: OutboxFolder, _ arguments: String...) async throws {
        let log = try folder.write("sandbox-\(UUID().uuidString).log", "")
        process = try OutboxProcess.make(Self.arguments + arguments, in: folder.url)
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = FileHandle.nullDevice
        try process.run()
        var found: Int?
        for _ in 0..<1000 where found == nil {
            let text = try String(contentsOf: log, encoding: .utf8)
            if text.hasSuffix("\n") { found = Int(text.dropLast().split(separator: ":").last ?? "") }
            // Another process says when it is ready; its log is all there is to look at.
            if found == nil { try await Task.sleep(for: .milliseconds(20)) }
        }
        port = try #require(found, "the sandbox did not start")
    }

    deinit {
        process.terminate()
    }

    /// A configuration that delivers to it.
    func configuration(_ more: String = "") -> String {
        OutboxFolder.configuration(
            destination: """
                endpoint: http://127.0.0.1:\(port)/open_api/v1.3/event/track/
                    mode: live
                    delivery: {batch: {max: 1000, wait: 50ms}, rate: 1000/s, retry: {for: 1h, max_wait: 1s}}
                    \(more)
                """)
    }

    /// What it has taken.
    func tally() async throws -> [String: Any] {
        let data = try await exchange("/tally")
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// Changes how it misbehaves.
    func setFaults(_ json: String) async throws {
        _ = try await exchange("/faults", post: json)
    }

    private func exchange(_ path: String, post: String? = nil) async throws -> Data {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let curl = Process()
        curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        curl.arguments =
            ["curl", "-fsS"] + (post.map { ["-X", "POST", "-d", $0] } ?? [])
            + ["http://127.0.0.1:\(port)\(path)"]
        curl.standardOutput = try FileHandle(forWritingTo: file)
        try await curl.runToEnd()
        try #require(curl.terminationStatus == 0, "curl \(path)")
        return try Data(contentsOf: file)
    }
}
