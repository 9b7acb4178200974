import Foundation

/// Runs the binary in the folder of the run.
struct SoakProcesses: Sendable {
    let outbox: String
    let folder: URL

    /// The token that configuration and sandbox share.
    static let token = "soak-token-0123456789abcdef"

    /// A process that is ready to run.
    func make(_ arguments: [String], output: Any? = nil, errors: Any? = nil) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: outbox)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ["TIKTOK_ACCESS_TOKEN": Self.token, "HOME": folder.path, "PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = errors ?? FileHandle.nullDevice
        return process
    }

    /// Runs to the end and returns exit status, stdout and stderr.
    func run(_ arguments: [String]) throws -> (Int32, String, String) {
        let files = ["out", "err"].map { folder.appendingPathComponent("\(UUID().uuidString).\($0)") }
        for file in files { try Data().write(to: file) }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        let process = make(
            arguments, output: try FileHandle(forWritingTo: files[0]), errors: try FileHandle(forWritingTo: files[1]))
        try process.run()
        process.waitUntilExit()
        let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return (process.terminationStatus, texts[0], texts[1])
    }
}
