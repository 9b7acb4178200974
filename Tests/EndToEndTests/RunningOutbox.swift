import Foundation
import Synchronization
import Testing

/// The real binary at work beside a test, which may signal it and read its log.
final class RunningOutbox {
    private let process: Process
    private let log = LogText()
    private let ends: AsyncStream<Void>

    /// Starts it in a folder. Its log comes through a pipe, which no limit on the size of files holds up.
    convenience init(
        _ arguments: String..., in folder: OutboxFolder, environment: [String: String] = OutboxFolder.environment,
        wrapper: [String] = []
    ) throws {
        try self.init(arguments, in: folder, environment: environment, wrapper: wrapper)
    }

    /// Starts it with arguments that a test puts together.
    init(
        _ arguments: [String], in folder: OutboxFolder, environment: [String: String] = OutboxFolder.environment,
        wrapper: [String] = []
    ) throws {
        process = try OutboxProcess.make(arguments, in: folder.url, environment: environment, wrapper: wrapper)
        let pipe = Pipe()
        pipe.fileHandleForReading.readabilityHandler = { [log] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            log.append(data)
        }
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let (ends, continuation) = AsyncStream.makeStream(of: Void.self)
        self.ends = ends
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// What it logged.
    var text: String { log.text }

    /// Whether it has not ended yet.
    var isRunning: Bool { process.isRunning }

    /// Its process id.
    var pid: Int32 { process.processIdentifier }

    /// Waits until its log holds some words.
    func says(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually("\"\(words)\" in the log", sourceLocation: sourceLocation) {
            if !process.isRunning { try #require(text.contains(words), "it ended: \(text)") }
            return text.contains(words)
        }
    }

    /// Sends it a signal.
    func signal(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Ends it with a signal, SIGTERM unless another is named, and gives its exit status (a killed one's is the
    /// signal's number).
    @discardableResult
    func end(_ signal: Int32 = SIGTERM) async -> Int32 {
        self.signal(signal)
        return await status()
    }

    /// Waits for its end, and gives its exit status; -1 where the test is given up before.
    func status() async -> Int32 {
        for await _ in ends {}
        return process.isRunning ? -1 : process.terminationStatus
    }

    /// What came through the pipe so far.
    private final class LogText: Sendable {
        private let bytes = Mutex(Data())

        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

        func append(_ data: Data) { bytes.withLock { $0.append(data) } }
    }
}

/// Waits until something holds that another process brings about.
///
/// - Parameters:
///   - what: what is waited for, as the failure names it.
///   - seconds: when it is given up; long, since the machine may be busy with other things.
func eventually(
    _ what: String, within seconds: TimeInterval = 60, sourceLocation: SourceLocation = #_sourceLocation,
    _ holds: () async throws -> Bool
) async throws {
    let deadline = Date().addingTimeInterval(seconds)
    while try await !holds() {
        try #require(Date() < deadline, "waited \(Int(seconds)) s for: \(what)", sourceLocation: sourceLocation)
        // Another process brings it about; looking again and again is all there is.
        try await Task.sleep(for: .milliseconds(20))
    }
}
