import Foundation
import OutboxCore
import OutboxIntake
import OutboxSQLite
import OutboxWorker

/// Events over HTTP, from a client on the same machine: one a request and a thousand, how long an answer takes, and
/// what the server holds.
///
/// Single requests go to the product's server in a process of this benchmark: before the store, before the store with
/// the commit left out, and before one that does nothing. Everything else goes to the real
/// `outbox serve --only ingest`.
struct HTTPBenchmark {
    let sizes: BenchmarkSizes
    let folder: ScratchFolder
    let outbox: String

    private static let connections = 64
    private static let eventsOfRequest = 1000

    func run(into lines: inout GroupLines) async throws {
        let single = try await singles(into: &lines)
        let port = try freePort()
        let binary = try OutboxBinary(outbox, in: folder, name: "http", port: 9, batch: "{max: 50}", listen: port)
        let process = try binary.start(["serve", "--only", "ingest"])
        try await binary.isReady(process)
        try await portions(port, process, into: &lines)
        let timed = try await answers(port, atHalfOf: single, into: &lines)
        process.signal(SIGTERM)
        try binary.check(try await process.end(), "serve")
        try await check(binary.database, holds: sizes.taken.many + timed)
    }

    /// One event a request, with and without the commit and without the store, in turn; gives the rate with it.
    ///
    /// What is left out with the commit: ``StoreWork/rolledBack``.
    private func singles(into lines: inout GroupLines) async throws -> Double {
        let syncs = try BareSync.rate(count: sizes.singleRows / 4, in: folder)
        let servers = try StoreWork.allCases.map { try Server($0, folder.file("http-\($0.rawValue).db")) }
        var (rates, client, taken) = ([StoreWork: Double](), 0.0, 0)
        let rounds = sizes.singleRounds
        for round in 0..<rounds.count {
            for server in servers {
                let (result, share) = try await load(
                    server.port, connections: Self.connections, events: 1, name: "\(server.work.rawValue)-\(round)",
                    ["--seconds", "\(rounds.seconds)"])
                rates[server.work, default: 0] += Double(result.requests) / result.seconds / Double(rounds.count)
                guard server.work == .committed else { continue }
                taken += result.requests
                client += share / Double(rounds.count)
            }
        }
        for server in servers { try await server.end() }
        try await check(folder.file("http-committed.db"), holds: taken)
        try await check(folder.file("http-rolled-back.db"), holds: 0)
        let name = "POST of 1 event, \(Self.connections) connections"
        let rate = rates[.committed] ?? 0
        let limits: [(String, Double?, [Bound])] = [
            ("the same with the commit left out", rates[.rolledBack], [.ofLimit(0.5)]),
            ("the same without any work of the store", rates[.nothing], []),
            ("fdatasync", syncs, [.ofLimit(2)]),
        ]
        for (what, limit, bounds) in limits {
            lines.append(
                BenchmarkLine(
                    name: "\(name) (limit: \(what))", value: rate, unit: "events/s", limit: limit, bounds: bounds))
        }
        lines.append(BenchmarkLine(name: "\(name): the client's own work", value: client * 100, unit: "% of a core"))
        return rate
    }

    /// A thousand events a request: the rate of the first ones, and the memory after a few and after many.
    private func portions(_ port: Int, _ process: ChildProcess, into lines: inout GroupLines) async throws {
        let size = Self.eventsOfRequest
        let limit = try await storeRate()
        let few = try await load(
            port, connections: 4, events: size, name: "few", ["--requests", "\(sizes.taken.few / size)"]
        ).result
        lines.append(
            BenchmarkLine(
                name:
                    "POST of NDJSON, \(Figure.text(Double(size))) events, 4 connections (limit: the store, one caller)",
                value: Double(few.requests * size) / few.seconds, unit: "events/s", limit: limit,
                bounds: [.ofLimit(0.5)]))
        let memory = Machine.memoryMegabytes(of: process.id)
        _ = try await load(
            port, connections: 4, events: size, name: "many",
            ["--requests", "\((sizes.taken.many - sizes.taken.few) / size)"])
        lines.append(
            BenchmarkLine(
                name: "memory of `serve` after \(Figure.text(Double(sizes.taken.many))) events over HTTP "
                    + "(limit: after \(Figure.text(Double(sizes.taken.few))))",
                value: Machine.memoryMegabytes(of: process.id), unit: "MB", limit: memory,
                bounds: [.atMostOfLimit(1.1)]))
    }

    /// The store's own rate for the same events, a thousand a call, in this process.
    private func storeRate() async throws -> Double {
        let now = WorkerClock.system.wall()
        let subject = try await StoreUnderTest(path: folder.file("http-store.db"), now: now)
        let intake = Intake(rules: IntakeRules(source: "shop"), source: subject.source, deliveryClass: .live)
        let documents = PurchaseDocuments(name: "store", at: now)
        var seconds = 0.0
        for first in stride(from: 0, to: sizes.taken.few, by: Self.eventsOfRequest) {
            let events = (first..<(first + Self.eventsOfRequest)).compactMap { index -> NewEvent? in
                let result = intake.accept(
                    documents[LoadRequest.firstNumber + index], receivedAt: now, arrival: .handedOver(random: { [] }))
                guard case .accepted(let event, _) = result else { return nil }
                return event
            }
            seconds += try await Machine.asyncSeconds {
                _ = try await subject.store.enqueue(events, fanOut: subject.fanOut)
            }
        }
        subject.store.close()
        return Double(sizes.taken.few) / seconds
    }

    /// How long single answers take at half of what the server can do, with many rows there; gives how many there were.
    private func answers(_ port: Int, atHalfOf rate: Double, into lines: inout GroupLines) async throws -> Int {
        let result = try await load(
            port, connections: Self.connections, events: 1, name: "timed",
            ["--seconds", "\(sizes.halfLoadSeconds)", "--rate", "\(rate / 2)"]
        ).result
        let name =
            "answer to 1 event at half load (\(Figure.text((rate / 2).rounded()))/s), "
            + "\(Figure.text(Double(sizes.taken.many))) rows there"
        lines.append(BenchmarkLine(name: "\(name), p99", value: result.p99, unit: "ms", bounds: [.below(50)]))
        lines.append(BenchmarkLine(name: "\(name), longest", value: result.longest, unit: "ms", bounds: [.below(500)]))
        return result.requests
    }

    /// Throws unless a database holds all events that were answered for: a loss or a duplicate would be faster.
    private func check(_ database: String, holds events: Int) async throws {
        let store = try SQLiteStore.openReading(path: database)
        defer { store.close() }
        let found = try await store.status(destinations: ["main"], now: WorkerClock.system.wall()).events
        guard found == events else { throw BenchmarkError("\(events) events were answered for, \(found) are there") }
    }

    /// Lets another process post; gives what it saw, and how much of a core it took.
    private func load(
        _ port: Int, connections: Int, events: Int, name: String, _ more: [String]
    ) async throws -> (result: LoadResult, share: Double) {
        let process = try ChildProcess(
            try OwnBinary.path,
            [
                "load", "--port", "\(port)", "--connections", "\(connections)", "--events", "\(events)", "--name", name,
            ] + more)
        let end = try await process.end()
        guard end.status == 0 else { throw BenchmarkError("the load ended with \(end.status): \(end.output)") }
        let result = try JSONDecoder().decode(LoadResult.self, from: Data(end.output.utf8))
        return (result, end.processorSeconds / max(result.seconds, 0.001))
    }

    /// The product's server in a process of this benchmark.
    private struct Server {
        let work: StoreWork
        let port: Int
        private let process: ChildProcess

        init(_ work: StoreWork, _ database: String) throws {
            self.work = work
            process = try ChildProcess(
                try OwnBinary.path, ["http-server", "--database", database, "--work", work.rawValue])
            guard let port = process.nextLine().flatMap({ Int($0) }) else {
                throw BenchmarkError("the server of \(work.rawValue) ended")
            }
            self.port = port
        }

        /// Kills it: there is nothing to bring in order.
        func end() async throws {
            process.signal(SIGKILL)
            _ = try await process.end()
        }
    }

    /// A port of this machine that nobody listens on.
    private func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
            }
        }
        guard code == 0 else { throw BenchmarkError("no port is free") }
        return Int(in_port_t(bigEndian: address.sin_port))
    }
}
