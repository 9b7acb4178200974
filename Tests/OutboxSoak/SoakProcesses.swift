import Foundation

/// Runs the binary in the folder of the run.
struct SoakProcesses: Sendable {
    let outbox: String
    let folder: URL

    /// Makes a folder for a run.
    init(outbox: String) throws {
        self.outbox = outbox
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("outbox-soak-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// The token that configuration and sandbox share.
    static let token = "soak-token-0123456789abcdef"
    /// The write key of the one source.
    static let key = "soak-key-0123456789abcdef"

    /// One source and one destination, which is the sandbox.
    static func configuration(sandboxPort: Int, source: String) -> String {
        """
        version: 1
        database: outbox.db
        sources:
          shop: {\(source)}
        destinations:
          main:
            event_source: web
            event_source_id: \(SoakSandbox.pixel)
            access_token: {env: TIKTOK_ACCESS_TOKEN}
            endpoint: http://127.0.0.1:\(sandboxPort)/open_api/v1.3/event/track/
            mode: live
            delivery:
              batch: {max: 1000, wait: 200ms}
              rate: 1000/s
              retry: {for: 1h, max_wait: 2s}

        """
    }

    /// A process that is ready to run.
    func make(_ arguments: [String], output: Any? = nil, errors: Any? = nil) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: outbox)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = [
            "TIKTOK_ACCESS_TOKEN": Self.token, "SHOP_KEY": Self.key, "HOME": folder.path, "PATH": "/usr/bin:/bin",
        ]
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

    /// Drains until nothing waits any more.
    func drainToTheEnd(before deadline: Date) throws -> (status: Int32, text: String) {
        var last: (status: Int32, text: String) = (75, "no drain was run")
        while Date() < deadline, last.status == 75 {
            let (status, output, errors) = try run(["drain", "--timeout", "60s", "--json"])
            last = (status, "\(output)\(errors)")
        }
        return last
    }
}
