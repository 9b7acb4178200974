import Foundation
import Testing

/// The example service in a process of its own, given orders in a file; it ends with the test.
final class ServiceProcess {
    private let process: Process
    private let output: URL
    private let ends: AsyncStream<Void>

    /// Starts it on a database with orders of one mug each, whose ids begin with the name.
    ///
    /// - Parameter wrapper: a program in front of it, such as `strace -f`.
    init(in folder: OutboxFolder, name: String, orders: Int, wrapper: [String] = []) throws {
        let lines = (0..<orders).map { "\(name)-\($0) 1 ada@example.com\n" }.joined()
        let input = try folder.write("\(name).orders", lines)
        output = try folder.write("\(name).answers", "")
        process = Process()
        let binary = try OutboxProcess.binary.deletingLastPathComponent().appendingPathComponent("ExampleService")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal", "--"] + wrapper + [binary.path, "outbox.db"]
        process.currentDirectoryURL = folder.url
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.standardError
        let (ends, continuation) = AsyncStream.makeStream(of: Void.self)
        self.ends = ends
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// The orders that it answered as taken, so far.
    var taken: [String] {
        get throws {
            // What stands behind the last line feed was cut off by a kill.
            let text = try String(contentsOf: output, encoding: .utf8)
            return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .filter { $0.hasPrefix("taken ") }.map { String($0.dropFirst(6)) }
        }
    }

    /// Waits for its end, and gives its exit status.
    func status() async -> Int32 {
        for await _ in ends {}
        return process.terminationStatus
    }

    /// Ends it at once, as a loss of its machine's memory would.
    func kill9() async {
        kill(process.processIdentifier, SIGKILL)
        _ = await status()
    }
}
