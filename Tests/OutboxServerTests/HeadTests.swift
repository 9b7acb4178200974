import OutboxTestSupport
import Testing

@testable import OutboxServer

@Suite("What is judged by the head of a request, and how long one may take", .timeLimit(.minutes(2)))
struct HeadTests {
    private static func head(_ path: String, _ authorization: String?, _ more: [String: String] = [:]) -> String {
        var headers = more
        headers["Content-Type"] = "application/json"
        headers["Authorization"] = authorization
        return RunningServer.head("POST", path, headers, length: 1000)
    }

    @Test(
        "A key in the header that nobody knows gets 401 before the body comes, and the connection ends",
        arguments: [
            ("/v1/events", "Bearer shop-key-0123456788"), ("/v1/events", nil), ("/v1/events", "Basic bm9ib2R5Og=="),
            ("/v1/track", "Bearer shop-key-0123456788"), ("/v1/batch", "Basic bm9ib2R5Og=="),
        ])
    func unauthorized(_ path: String, _ authorization: String?) async throws {
        try await RunningServer.with { server in
            for more in [[:], ["Expect": "100-continue"]] {
                let client = try await RawClient.connect(port: server.port)
                try await client.send(Self.head(path, authorization, more))
                let answer = try #require(await client.response(within: .seconds(10)), "waits for the body")
                #expect(answer.status == 401 && answer.errorCode == "unauthorized", "\(answer.text)")
                #expect(answer.headers["connection"] == "close")
                #expect(await client.ends())
            }
        }
    }

    @Test("A path or a method that is not there is told before the body comes", arguments: ["/v1/nothing", "/healthz"])
    func nowhere(_ path: String) async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            try await client.send(Self.head(path, nil))
            let answer = try #require(await client.response(within: .seconds(10)), "waits for the body")
            #expect(answer.status == (path == "/healthz" ? 405 : 404), "\(answer.text)")
            #expect(await client.ends())
        }
    }

    @Test("Without a body the connection stays, whatever the answer is")
    func stays() async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            for (path, status) in [("/v1/events/e1", 401), ("/v1/nothing", 404), ("/healthz", 200)] {
                try await client.send(RunningServer.head("GET", path, [:], length: nil))
                let answer = try #require(await client.response())
                #expect(answer.status == status && answer.headers["connection"] == nil, "\(answer.text)")
            }
        }
    }

    @Test("A later head that has begun must come within the same time as the first, or gets 408")
    func slowLaterHead() async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            try await client.send(RunningServer.head("GET", "/healthz", [:], length: nil))
            #expect(await client.response()?.status == 200)
            server.limit { $0.headerTime = .milliseconds(200) }
            try await client.send("GET /healthz HTTP/1.1\r\n")
            let answer = try #require(await client.response(within: .seconds(20)), "no limit")
            #expect(answer.status == 408 && answer.errorCode == "request_timeout", "\(answer.text)")
            #expect(await client.ends())
        }
    }

    @Test("A connection without a request ends after the idle time, and not before it for the head's")
    func idle() async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            let request = RunningServer.head("GET", "/healthz", [:], length: nil)
            try await client.send(request)
            #expect(await client.response()?.status == 200)
            server.limit { limits in
                limits.headerTime = .milliseconds(100)
                limits.idleTime = .milliseconds(600)
            }
            let start = ContinuousClock.now
            try await client.send(request)
            #expect(await client.response()?.status == 200)
            #expect(await client.ends(within: .seconds(20)))
            #expect(client.received.isEmpty && ContinuousClock.now - start >= .milliseconds(600))
        }
    }
}
