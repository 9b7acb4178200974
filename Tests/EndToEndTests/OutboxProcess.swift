import Foundation
import Testing

/// The real binary, run as a user runs it.
struct OutboxProcess {
    /// What a run left behind.
    struct Result {
        let status: Int32
        let output: String
        let errors: String

        /// stdout as JSON.
        func json() throws -> Any {
            try JSONSerialization.jsonObject(with: Data(output.utf8), options: [.fragmentsAllowed])
        }

        /// stdout as a JSON object.
        func object() throws -> [String: Any] {
            try #require(try json() as? [String: Any], "not an object: \(output)")
        }
    }

    /// The binary beside the test bundle.
    static var binary: URL {
        get throws {
            let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            let candidates = [folder, URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
            for candidate in candidates {
                let binary = candidate.appendingPathComponent("outbox")
                if FileManager.default.isExecutableFile(atPath: binary.path) { return binary }
            }
            let built = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent(".build/debug/outbox")
            return try #require(
                FileManager.default.isExecutableFile(atPath: built.path) ? built : nil, "build first: swift build")
        }
    }

    /// Runs the binary to its end.
    ///
    /// - Parameters:
    ///   - wrapper: a program in front of it, such as `faketime -1h`.
    ///   - input: what it reads on stdin.
    static func run(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:], wrapper: [String] = [],
        input: Data? = nil
    ) async throws -> Result {
        let process = try make(arguments, in: folder, environment: environment, wrapper: wrapper)
        return try await run(process, input: input)
    }

    /// Runs a line of a person's shell, in which `outbox` is the binary.
    static func shell(_ line: String, in folder: URL, environment: [String: String]) async throws -> Result {
        let process = try make(["-c", "outbox() { \"$OUTBOX\" \"$@\"; }\n\(line)"], in: folder, of: "/bin/bash")
        process.environment?.merge(environment) { $1 }
        process.environment?["OUTBOX"] = try binary.path
        return try await run(process)
    }

    private static func run(_ process: Process, input: Data? = nil) async throws -> Result {
        let (output, errors) = (try Capture(), try Capture())
        process.standardOutput = output.handle
        process.standardError = errors.handle
        if let input {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("stdin-\(UUID().uuidString)")
            try input.write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            process.standardInput = try FileHandle(forReadingFrom: file)
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        try await process.runToEnd()
        return Result(status: process.terminationStatus, output: try output.text(), errors: try errors.text())
    }

    /// A process that is ready to run, for tests that signal it.
    static func make(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:], wrapper: [String] = [],
        of program: String? = nil
    ) throws -> Process {
        let process = Process()
        // A child of the test process inherits its blocked signals; `env` gives it the default ones again.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal", "--"] + wrapper + [try program ?? binary.path] + arguments
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "USER": "tester"]
            .merging(environment) { $1 }
        return process
    }

    /// A file that catches a stream; a pipe would fill up while nobody reads. It lies outside of the run's folder,
    /// which a test may have made read-only.
    private struct Capture {
        let file: URL
        let handle: FileHandle

        init() throws {
            file = FileManager.default.temporaryDirectory.appendingPathComponent("capture-\(UUID().uuidString)")
            try Data().write(to: file)
            handle = try FileHandle(forWritingTo: file)
        }

        func text() throws -> String {
            try handle.close()
            defer { try? FileManager.default.removeItem(at: file) }
            return String(decoding: try Data(contentsOf: file), as: UTF8.self)
        }
    }
}

extension Process {
    /// Starts the process and waits for its end without holding a thread, of which the tests have few.
    func runToEnd() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            terminationHandler = { _ in continuation.resume() }
            do { try run() } catch {
                terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }
}
