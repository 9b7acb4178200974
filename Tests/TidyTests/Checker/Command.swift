import Foundation

/// A program run to its end.
struct Command: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// Runs a program found on the PATH, without input, and waits for it.
    ///
    /// Throws what `Process` throws where the program cannot be started. The output is read from files, so it may be
    /// of any length.
    static func run(_ words: [String], environment: [String: String]? = nil, in folder: URL? = nil) throws -> Command {
        let process = Process()
        // A child inherits the signals that the calling thread blocks, and threads of a pool block them all.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["--default-signal"] + words
        process.environment = environment ?? ProcessInfo.processInfo.environment
        if let folder { process.currentDirectoryURL = folder }
        process.standardInput = FileHandle.nullDevice

        let scratch = FileManager.default.temporaryDirectory.appending(path: "command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let (output, errors) = (scratch.appending(path: "output"), scratch.appending(path: "errors"))
        try Data().write(to: output)
        try Data().write(to: errors)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)

        try process.run()
        process.waitUntilExit()
        return Command(
            status: process.terminationStatus,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }
}
