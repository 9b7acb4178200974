import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxServer

@Suite("Requests that are refused as a whole", .timeLimit(.minutes(2)))
struct RefusedRequestsTests {
    private static let bearer = [
        "Authorization": "Bearer \(RunningServer.key("shop"))", "Content-Type": "application/json",
    ]
    private static let calls = ["Authorization": "Bearer \(RunningServer.key("calls"))"]
    private static let many = "[" + [String](repeating: "{}", count: 1001).joined(separator: ",") + "]"

    @Test("With a known key each is one reject of its source, which says why and holds nothing of the body")
    func kept() async throws {
        try await RunningServer.with { server in
            for (path, headers, body, status) in [
                ("/v1/events", Self.bearer, Self.many, 413), ("/v1/events", Self.bearer, "17", 400),
                ("/v1/events", Self.bearer, String(repeating: " ", count: (1 << 20) + 1), 413),
                ("/v1/batch", Self.calls, #"{"batch":\#(Self.many)}"#, 413), ("/v1/batch", Self.calls, "{}", 400),
                ("/v1/track", Self.calls, "[]", 400),
                ("/v1/batch", [:], #"{"writeKey":"\#(RunningServer.key("calls"))","batch":1}"#, 400),
            ] {
                let answer = try await server.exchange("POST", path, headers, body: Array(body.utf8))
                #expect(answer.status == status, "\(answer.text)")
            }
            let report = try await server.rejects()
            #expect(report.sources.map(\.count).sorted() == [3, 4])
            #expect(report.newest.allSatisfy { $0.event.excerpt.isEmpty })
            #expect(report.problems.allSatisfy { $0.kind.problem == "the request was refused" })
        }
    }

    @Test("One that grows too large as it comes is kept too")
    func growing() async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            let headers = Self.bearer.merging(["Transfer-Encoding": "chunked"]) { $1 }
            try await client.send(RunningServer.head("POST", "/v1/events", headers, length: nil))
            let chunk = Array("200000\r\n".utf8) + [UInt8](repeating: 32, count: 0x200000) + Array("\r\n".utf8)
            try? await client.send(chunk)
            #expect(await client.response()?.status == 413)
            #expect(try await server.rejects().sources.map(\.count) == [1])
        }
    }

    @Test("Without a known key, for looks alone and where it is no body of events nothing is kept")
    func unknown() async throws {
        try await RunningServer.with { server in
            let large = String(repeating: " ", count: (1 << 20) + 1)
            for (method, path, headers, body) in [
                ("POST", "/v1/events", ["Authorization": "Bearer nobody"], "17"), ("POST", "/v1/batch", [:], large),
                ("POST", "/v1/batch", [:], "[]"), ("POST", "/v1/events?validate=only", Self.bearer, "17"),
                ("GET", "/v1/events/a", Self.bearer, large),
            ] {
                let answer = try await server.exchange(method, path, headers, body: Array(body.utf8))
                #expect(answer.status >= 400)
            }
            #expect(try await server.rejects().sources.isEmpty)
        }
    }
}
