import Foundation
import Testing

/// The real `outbox serve`, running beside a test; it ends with the test.
final class ServeProcess {
    private let process: Process
    private let log: URL

    /// Starts it and waits until it says that it is ready.
    init(in folder: OutboxFolder, environment: [String: String] = OutboxFolder.environment) async throws {
        process = try OutboxProcess.make(["serve"], in: folder.url, environment: environment)
        log = try folder.write("serve-\(UUID().uuidString).log", "")
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        try await wait(for: "ready")
    }

    deinit {
        if process.isRunning { process.terminate() }
    }

    /// What it has logged so far.
    var text: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// Waits until its log holds these words.
    func wait(for words: String) async throws {
        for _ in 0..<1000 where !text.contains(words) {
            // Another process says in its log how far it is; there is nothing else to look at.
            try await Task.sleep(for: .milliseconds(20))
        }
        try #require(text.contains(words), "\(text)")
    }

    /// Sends SIGHUP.
    func hangUp() {
        kill(process.processIdentifier, SIGHUP)
    }

    /// Ends it in good order and waits for that.
    func stop() async throws {
        process.terminate()
        for _ in 0..<2000 where process.isRunning {
            // It finishes what is on its way first.
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(!process.isRunning && process.terminationStatus == 0, "\(text)")
    }
}
