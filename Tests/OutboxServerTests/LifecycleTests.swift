import OutboxTestSupport
import ServiceLifecycle
import Synchronization
import Testing

@testable import OutboxServer

@Suite("Starting and ending the server", .timeLimit(.minutes(3)))
struct LifecycleTests {
    @Test("It ends in good order under clients that connect without pause, a hundred times")
    func storm() async throws {
        for _ in 0..<100 {
            try await RunningServer.with { server in
                let port = server.port
                let answered = Answered()
                await withTaskGroup(of: Void.self) { clients in
                    for _ in 0..<4 {
                        clients.addTask {
                            // Until nobody listens any more.
                            while let client = try? await RawClient.connect(port: port) {
                                try? await client.send("GET /healthz HTTP/1.1\r\nHost: outbox\r\n\r\n")
                                if await client.response(within: .seconds(20))?.status == 200 {
                                    answered.add()
                                }
                            }
                        }
                    }
                    while answered.count < 5 { await Task.yield() }
                    await server.group.triggerGracefulShutdown()
                }
                #expect(answered.count >= 5)
            }
        }
    }

    @Test("A request at hand is answered before it ends, and idle connections are closed")
    func finishes() async throws {
        let clients = try await RunningServer.with { server in
            let busy = try await RawClient.connect(port: server.port)
            let idle = try await RawClient.connect(port: server.port)
            let event = Array(RunningServer.event("last").utf8)
            try await idle.send("GET /healthz HTTP/1.1\r\nHost: outbox\r\n\r\n")
            _ = await idle.response()
            let request = BadInputTests.Row.request("POST", "/v1/events", [:], event)
            try await busy.send(Array(request.dropLast()))
            // Its head has come when the server answers this one.
            _ = try await server.exchange("GET", "/healthz")
            await server.group.triggerGracefulShutdown()
            #expect(await idle.ends())
            try await busy.send(Array(request.suffix(1)))
            let answer = try #require(await busy.response())
            #expect(answer.status == 200 && answer.headers["connection"] == "close")
            return [busy, idle]
        }
        for client in clients { #expect(await client.ends()) }
    }

    @Test("It does not listen where somebody else does, and says so")
    func taken() async throws {
        try await RunningServer.with { server in
            let port = server.port
            await #expect {
                _ = try await HTTPServer(
                    host: "127.0.0.1", port: port, limits: { HTTPLimits() }, admit: { _ in .passedOver },
                    respond: { _ in .json([]) })
            } throws: { error in
                "\(error)".contains("127.0.0.1:\(port) is in use by another process")
            }
        }
    }

    @Test("Cancelled it ends at once, whatever its connections are at")
    func cancelled() async throws {
        for _ in 0..<20 {
            let server = try await HTTPServer(
                host: "127.0.0.1", port: 0, limits: { HTTPLimits() }, admit: { _ in .passedOver },
                respond: { _ in .json([]) })
            let running = Task { try await server.run() }
            let client = try await RawClient.connect(port: server.port)
            try await client.send("POST /v1/events HTTP/1.1\r\nContent-Length: 10\r\n\r\n")
            running.cancel()
            try? await running.value
            #expect(await client.ends())
        }
    }
}

/// Counts answers.
private final class Answered: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock { $0 } }

    func add() { state.withLock { $0 += 1 } }
}
