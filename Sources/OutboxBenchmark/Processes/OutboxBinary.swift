import Foundation
import Glibc

/// The real binary with a configuration of its own: one source, one web destination at an address of this machine.
struct OutboxBinary {
    /// What all databases of a run are reached with.
    static let token = "benchmark-token-0123456789"
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
    ///   - batch: the delivery settings of a batch, as the configuration writes them.
    init(_ program: String, in folder: ScratchFolder, name: String, port: Int, batch: String) throws {
        self.program = program
        database = folder.file("\(name).db")
        configuration = folder.file("\(name).yml")
        log = folder.file("\(name).log")
        let text = """
            version: 1
            database: \(database)
            sources:
              shop: {dialect: native}
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
            environment: ["OUTBOX_BENCHMARK_TOKEN=\(Self.token)"], errors: log)
    }

    /// Throws unless a verb ended well.
    func check(_ end: ChildProcess.End, _ verb: String) throws {
        guard end.status == 0 else {
            let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            throw BenchmarkError("outbox \(verb) ended with \(end.status): \(end.output)\(said.suffix(2000))")
        }
    }
}
