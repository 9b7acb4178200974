import Foundation
import Testing

/// The real `outbox`, as it is started beside the service.
struct OutboxBinary {
    /// The folder with `outbox.yml`.
    let folder: URL

    /// `OUTBOX_BINARY`, else the one beside this test, else the one that was built at the top of the repository.
    static var path: String? {
        if let named = ProcessInfo.processInfo.environment["OUTBOX_BINARY"] { return named }
        let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let started = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        var top = URL(fileURLWithPath: #filePath)
        for _ in 0..<5 { top.deleteLastPathComponent() }
        return [beside, started, top.appendingPathComponent(".build/debug")]
            .map { $0.appendingPathComponent("outbox").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Starts it with its output in a file of the folder.
    func start(_ arguments: String..., output: String) throws -> Process {
        let file = folder.appendingPathComponent(output)
        try Data().write(to: file)
        let process = Process()
        // A child of the test process inherits its blocked signals; `env` gives it the default ones again.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal", "--", try #require(Self.path)] + arguments
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/bin:/bin", "TIKTOK_ACCESS_TOKEN": "0123456789abcdef0123456789abcdef"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: file)
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// What a process has put into a file of the folder.
    func text(of output: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(output), encoding: .utf8)
    }
}

/// Waits until something holds that another process brings about.
func eventually(_ what: String, _ holds: () async throws -> Bool) async throws {
    let deadline = Date().addingTimeInterval(60)
    while try await !holds() {
        try #require(Date() < deadline, "waited 60 s for: \(what)")
        // Another process brings it about; looking again and again is all there is.
        try await Task.sleep(for: .milliseconds(20))
    }
}
