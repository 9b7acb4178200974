import OutboxTestSupport
import Testing

@testable import OutboxServer

@Suite("The bytes of bodies that are held at a time", .timeLimit(.minutes(2)))
struct HeldBodiesTests {
    private static let keyInBody = Array(#"{"writeKey":"unknown-key-0123456789"}"#.utf8)

    private static func bearer(_ length: Int) -> String {
        RunningServer.head("POST", "/v1/events", BadInputTests.Row.known(), length: length)
    }

    /// Sends until the answer has a status: what another connection holds, or does no more, is told to nobody.
    private func eventually(_ status: Int, _ send: () async throws -> RawResponse) async throws -> RawResponse {
        while true {
            let answer = try await send()
            if answer.status == status { return answer }
        }
    }

    @Test("Those without a known key have a bound of their own, and those with one come through meanwhile")
    func unknown() async throws {
        var options = RunningServer.Options()
        options.limits.heldBytesOfUnknown = 1000
        try await RunningServer.with(options) { server in
            func call() async throws -> RawResponse {
                try await server.exchange("POST", "/v1/track", body: Self.keyInBody)
            }
            #expect(try await call().status == 401)
            let slow = try await RawClient.connect(port: server.port)
            try await slow.send(RunningServer.head("POST", "/v1/track", [:], length: 1001))
            try await slow.send([UInt8](repeating: 32, count: 990))
            let refused = try await eventually(503, call)
            #expect(refused.errorCode == "busy" && refused.headers["retry-after"] == "1")
            #expect(refused.headers["connection"] == "close")
            #expect(try await server.post(RunningServer.event("a1")).status == 200)
            slow.close()
            _ = try await eventually(401, call)
        }
    }

    @Test("All of them together have a bound, and are given back when they are answered, refused or cut off")
    func all() async throws {
        var options = RunningServer.Options()
        options.limits.heldBytes = 1000
        options.limits.bodyTime = .seconds(2)
        try await RunningServer.with(options) { server in
            func post() async throws -> RawResponse { try await server.post(RunningServer.event("a1")) }
            // Many times what is held at once.
            for _ in 0..<30 { #expect(try await post().status == 200) }
            for ends in [true, false] {
                let slow = try await RawClient.connect(port: server.port)
                try await slow.send(Self.bearer(1001))
                try await slow.send([UInt8](repeating: 32, count: 990))
                let refused = try await eventually(503, post)
                #expect(refused.errorCode == "busy" && refused.headers["retry-after"] == "1")
                // Without an end of its own it is refused after the time of a body.
                if ends { slow.close() }
                _ = try await eventually(200, post)
                slow.close()
            }
        }
    }

    @Test("A body that nobody looks at is held by nobody, and has the limit of others")
    func passedOver() async throws {
        var options = RunningServer.Options()
        options.limits.heldBytes = 0
        try await RunningServer.with(options) { server in
            for (length, status) in [(200_000, 200), (HTTPLimits().body + 1, 413)] {
                let answer = try await server.exchange(
                    "GET", "/healthz", body: [UInt8](repeating: 32, count: length))
                #expect(answer.status == status)
            }
        }
    }
}
