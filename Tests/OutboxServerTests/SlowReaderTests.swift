import OutboxTestSupport
import Synchronization
import Testing

@testable import OutboxServer

@Suite("A client that sends requests and reads no answers", .timeLimit(.minutes(2)))
struct SlowReaderTests {
    /// More than the system keeps for both sides of a connection.
    private static let big = [UInt8](repeating: 0x78, count: 12 << 20)

    private final class Asked: Sendable {
        private let state = Mutex(0)
        var count: Int { state.withLock { $0 } }
        func add() { state.withLock { $0 += 1 } }
    }

    /// Runs a server that answers `/big` with much, and counts how often it is asked for that.
    private static func withServer(
        idleTime: Duration, _ body: (_ port: Int, _ asked: Asked) async throws -> Void
    ) async throws {
        var limits = HTTPLimits()
        limits.idleTime = idleTime
        let (asked, fixed) = (Asked(), limits)
        let server = try await HTTPServer(
            host: "127.0.0.1", port: 0, limits: { fixed }, admit: { _ in .passedOver },
            respond: { request in
                guard request.path == "/big" else { return .json([]) }
                asked.add()
                return HTTPResponse(status: 200, contentType: "application/octet-stream", body: big)
            })
        let running = Task { try await server.run() }
        let result: Result<Void, any Error>
        do { result = .success(try await body(server.port, asked)) } catch { result = .failure(error) }
        running.cancel()
        try? await running.value
        try result.get()
    }

    /// Sends three requests for much at once, and reads nothing; back when the first is asked for.
    private static func askForMuch(_ port: Int, _ asked: Asked) async throws -> RawClient {
        let client = try await RawClient.connect(port: port, reads: false)
        let request = "GET /big HTTP/1.1\r\nHost: outbox\r\n"
        try await client.send("\(request)\r\n\(request)\r\n\(request)Connection: close\r\n\r\n")
        while asked.count == 0 { await Task.yield() }
        return client
    }

    private static func exchange(_ port: Int) async throws {
        let other = try await RawClient.connect(port: port)
        try await other.send("GET /little HTTP/1.1\r\nHost: outbox\r\n\r\n")
        #expect(await other.response()?.status == 200)
        other.close()
    }

    @Test("One answer waits for it and no more; it gets all when it reads, and others are served meanwhile")
    func waits() async throws {
        try await Self.withServer(idleTime: .seconds(75)) { port, asked in
            let client = try await Self.askForMuch(port, asked)
            for _ in 0..<100 { try await Self.exchange(port) }
            #expect(asked.count == 1)
            try await client.beginReading()
            #expect(await client.ends())
            #expect(asked.count == 3)
            #expect(client.received.utf8.count > 3 * Self.big.count)
        }
    }

    @Test("It is let go when it read nothing for as long as a connection may be idle")
    func letGo() async throws {
        try await Self.withServer(idleTime: .milliseconds(200)) { port, asked in
            let client = try await Self.askForMuch(port, asked)
            let end = ContinuousClock.now + .seconds(1)
            while ContinuousClock.now < end { try await Self.exchange(port) }
            try await client.beginReading()
            #expect(await client.ends())
            #expect(asked.count == 1)
            #expect(client.received.utf8.count < Self.big.count)
        }
    }
}
