import Foundation
import OutboxTestSupport
import Testing

/// The real `outbox serve` with a server, on a port of its own that it keeps over restarts.
final class HTTPOutbox {
    static let key = "shop-key-0123456789abcdef"
    static let environment = OutboxFolder.environment.merging(["SHOP_KEY": key]) { $1 }

    let folder: OutboxFolder
    let port: Int
    private(set) var process: RunningOutbox

    /// Starts it with a configuration that has no `listen` yet.
    init(in folder: OutboxFolder, _ configuration: String) async throws {
        self.folder = folder
        var (port, process) = try await Self.start(in: folder, configuration)
        // A port that was free a moment ago may be another test's by now.
        while !process.isRunning, process.text.contains("is in use by another process") {
            (port, process) = try await Self.start(in: folder, configuration)
        }
        (self.port, self.process) = (port, process)
        try await process.says("ready")
    }

    /// Starts it on a port that is free, and waits until it is ready or has ended.
    private static func start(in folder: OutboxFolder, _ configuration: String) async throws -> (Int, RunningOutbox) {
        let port = try await freePort()
        try folder.write("outbox.yml", "\(configuration)\nlisten: 127.0.0.1:\(port)\n")
        let process = try RunningOutbox("serve", in: folder, environment: environment)
        try await eventually("serve to be ready") { !process.isRunning || process.text.contains("ready") }
        return (port, process)
    }

    /// Kills it as a power cut would, and starts it again.
    func killAndRestart() async throws {
        await process.end(SIGKILL)
        try await restart()
    }

    /// Starts it again after its end.
    func restart() async throws {
        process = try RunningOutbox("serve", in: folder, environment: Self.environment)
        try await process.says("ready")
    }

    /// Where it is.
    var url: String { "http://127.0.0.1:\(port)" }

    /// Sends a request with the source's key.
    func exchange(_ method: String, _ path: String, _ body: String = "", key: String = key) async throws -> RawResponse
    {
        try await Self.exchange(port, method, path, body, key: key)
    }

    /// Sends a request to a port of this machine.
    static func exchange(
        _ port: Int, _ method: String, _ path: String, _ body: String = "", key: String = key
    ) async throws -> RawResponse {
        let client = try await RawClient.connect(port: port)
        try await client.send(
            "\(method) \(path) HTTP/1.1\r\nHost: outbox\r\nAuthorization: Bearer \(key)\r\n"
                + "Content-Type: application/x-ndjson\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        return try #require(await client.response(), "no answer to \(method) \(path)")
    }

    /// A port that nobody listens on.
    static func freePort() async throws -> Int {
        try await RawServer.with(.silent) { $0.port }
    }

    /// What a program prints; it must end well.
    static func run(
        _ arguments: [String], in folder: OutboxFolder, environment: [String: String] = [:]
    ) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let handle = try FileHandle(forWritingTo: file)
        (process.standardOutput, process.standardError) = (handle, handle)
        process.standardInput = FileHandle.nullDevice
        try await process.runToEnd()
        let text = try String(contentsOf: file, encoding: .utf8)
        try #require(process.terminationStatus == 0, "\(arguments.joined(separator: " ")): \(text)")
        return text
    }
}
