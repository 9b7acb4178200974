import Foundation
import Testing

/// The real sandbox, `outbox sandbox`, running beside a test.
final class SandboxProcess {
    let port: Int
    private let process: Process

    /// The token and the pixel that the configuration of `OutboxFolder` names.
    static let arguments = ["--token", "0123456789abcdef0123456789abcdef", "--pixel", "C4KTESTAAAA000000000"]

    /// Starts it and waits until it says where it listens.
    ///
    /// - Parameter port: the port to take; 0 for a free one.
    init(in folder: OutboxFolder, port: Int = 0, _ arguments: String...) async throws {
        let log = try folder.write("sandbox-\(UUID().uuidString).log", "")
        process = try OutboxProcess.make(["sandbox", "--port", "\(port)"] + Self.arguments + arguments, in: folder.url)
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = FileHandle.nullDevice
        try process.run()
        var found: Int?
        try await eventually("the sandbox's port") {
            let text = try String(contentsOf: log, encoding: .utf8)
            if text.hasSuffix("\n") { found = Int(text.dropLast().split(separator: ":").last ?? "") }
            return found != nil
        }
        self.port = try #require(found, "the sandbox did not start")
    }

    deinit {
        process.terminate()
    }

    /// Ends it, so that nothing listens on its port any more.
    func end() async throws {
        process.terminate()
        try await eventually("the sandbox's end") { !process.isRunning }
    }

    /// Where it takes events.
    var endpoint: String { "http://127.0.0.1:\(port)/open_api/v1.3/event/track/" }

    /// A configuration that delivers to it.
    ///
    /// - Parameters:
    ///   - delivery: what `delivery` says besides the rate.
    ///   - source: the kind of event source.
    func configuration(
        _ more: String = "", delivery: String = "batch: {max: 1000, wait: 50ms}, retry: {for: 1h, max_wait: 1s}",
        source: String = "web"
    ) -> String {
        OutboxFolder.configuration(
            destination: """
                endpoint: \(endpoint)
                    mode: live
                    delivery: {rate: 1000/s, \(delivery)}
                    \(more)
                """
        ).replacingOccurrences(of: "event_source: web", with: "event_source: \(source)")
    }

    /// What it has taken.
    func tally() async throws -> [String: Any] {
        let data = try await exchange("/tally")
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// One number of the tally.
    func tally(_ name: String) async throws -> Int {
        try #require(try await tally()[name] as? Int)
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
