import Foundation
import Glibc

/// The real binary with a configuration of its own: one source, one web destination at an address of this machine.
struct OutboxBinary {
    /// What all databases of a run are reached with.
    static let token = "benchmark-token-0123456789"
    /// The write key of the one source.
    static let key = "benchmark-key-0123456789"
    /// The pixel code of the one destination.
    static let pixel = "C4KBENCHAAAA00000000"

    /// The database.
    let database: String
    private let program: String
    private let configuration: String
    private let log: String

    /// Writes the configuration.
    ///
    /// - Parameters:
    ///   - program: the path of the binary.
    ///   - name: the name of the database and of the files beside it.
    ///   - port: where the one destination is.
    ///   - batch: the delivery settings of a batch, as the configuration writes them.
    ///   - listen: the port on which it takes events; nil where it does not.
    init(
        _ program: String, in folder: ScratchFolder, name: String, port: Int, batch: String, listen: Int? = nil
    ) throws {
        self.program = program
        database = folder.file("\(name).db")
        configuration = folder.file("\(name).yml")
        log = folder.file("\(name).log")
        let text = """
            version: 1
            database: \(database)
            \(listen.map { "listen: 127.0.0.1:\($0)" } ?? "# takes nothing over HTTP")
            sources:
              shop: {dialect: native\(listen == nil ? "" : ", key: {env: OUTBOX_BENCHMARK_KEY}")}
            destinations:
              main:
                event_source: web
                event_source_id: \(Self.pixel)
                access_token: {env: OUTBOX_BENCHMARK_TOKEN}
                endpoint: http://127.0.0.1:\(port)/open_api/v1.3/event/track/
                mode: live
                delivery:
                  batch: \(batch)
                  rate: 1000000/s

            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: configuration))
    }

    /// Starts a verb; what it says on stderr is kept for a failure.
    func start(_ arguments: [String]) throws -> ChildProcess {
        try ChildProcess(
            program, arguments + ["--config", configuration],
            environment: ["OUTBOX_BENCHMARK_TOKEN=\(Self.token)", "OUTBOX_BENCHMARK_KEY=\(Self.key)"], errors: log)
    }

    /// Waits until it says on stderr that it is ready.
    func isReady(_ process: ChildProcess) async throws {
        for _ in 0..<1000 {
            if (try? String(contentsOfFile: log, encoding: .utf8))?.contains("ready") == true { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        process.signal(SIGTERM)
        try check(try await process.end(), "that should become ready")
        throw BenchmarkError("outbox did not become ready")
    }

    /// Throws unless a verb ended well.
    func check(_ end: ChildProcess.End, _ verb: String) throws {
        guard end.status == 0 else {
            let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            throw BenchmarkError("outbox \(verb) ended with \(end.status): \(end.output)\(said.suffix(2000))")
        }
    }
}
