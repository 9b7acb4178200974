import Foundation
import Glibc
import OutboxCore
import Synchronization

/// `outbox serve` of a run, on one port over all its lives; clients ask it from their threads whether to go on.
final class SoakService: Sendable {
    private struct State {
        var process: Process?
        var listens = false
        var wantsLoad = true
        var isGivenUp = false
    }

    /// Where it listens on 127.0.0.1.
    let port: Int
    private let processes: SoakProcesses
    private let deadline: Date
    private let state = Mutex(State())

    init(_ processes: SoakProcesses, deadline: Date, random: inout SplitMix64) throws {
        self.processes = processes
        self.deadline = deadline
        port = try Self.freePort(random: &random)
    }

    /// Whether it is up, as far as is known.
    var listens: Bool { state.withLock(\.listens) }

    /// Whether clients are to make new events.
    var wantsLoad: Bool { state.withLock(\.wantsLoad) }

    /// Whether clients are to end at once.
    var isGivenUp: Bool { state.withLock(\.isGivenUp) || Date() >= deadline }

    /// Clients make no new events any more.
    func endLoad() { state.withLock { $0.wantsLoad = false } }

    /// Clients end at once.
    func giveUp() { state.withLock { $0.isGivenUp = true } }

    /// Starts it and waits until it says that it is ready.
    func start() throws {
        let log = processes.folder.appendingPathComponent("serve.log")
        try Data().write(to: log)
        let process = processes.make(["serve"], errors: try FileHandle(forWritingTo: log))
        try process.run()
        state.withLock { $0.process = process }
        while Date() < deadline, process.isRunning {
            if try String(contentsOf: log, encoding: .utf8).contains("ready") {
                state.withLock { $0.listens = true }
                return
            }
            // Another process says when it is ready; its log is all there is to look at.
            Thread.sleep(forTimeInterval: 0.005)
        }
        throw SoakError("serve did not become ready: \(try String(contentsOf: log, encoding: .utf8))")
    }

    /// Kills it as a power cut would.
    func kill() throws {
        guard let process = state.withLock(\.process), process.isRunning else {
            throw SoakError("serve ended before it was killed")
        }
        Glibc.kill(process.processIdentifier, SIGKILL)
        state.withLock { $0.listens = false }
        process.waitUntilExit()
    }

    /// Ends it in good order, if it runs; gives its exit status.
    @discardableResult
    func end() -> Int32 {
        giveUp()
        guard let process = state.withLock(\.process) else { return 0 }
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// A port that nobody listens on, below those that the system gives to clients: one of these would be taken by
    /// somebody's outgoing connection while the server is away.
    private static func freePort(random: inout SplitMix64) throws -> Int {
        for _ in 0..<100 {
            let port = Int.random(in: 20_000..<32_000, using: &random)
            if SoakConnection(port: port) == nil { return port }
        }
        throw SoakError("no port is free")
    }
}
