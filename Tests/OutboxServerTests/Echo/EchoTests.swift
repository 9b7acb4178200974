import OutboxCore
import OutboxIntake
import OutboxSQLite
import OutboxTestSupport
import Testing

@testable import OutboxServer

@Suite("What pages report")
struct EchoTests {
    private static let page = "https://shop.example"
    private static let options: RunningServer.Options = {
        var options = RunningServer.Options()
        options.pixels = [
            ServedPixel(key: "shop-web-2026", origins: [page], pixelCode: "PIXEL"),
            ServedPixel(key: "other-web-2026", origins: ["https://other.example"], pixelCode: "OTHER"),
        ]
        return options
    }()

    private static func report(_ id: String, key: String = "shop-web-2026", name: String = "CompletePayment") -> String
    {
        #"{"key":"\#(key)","tiktok_event":"\#(name)","event_id":"\#(id)"}"#
    }

    private static func send(
        _ body: String, to server: RunningServer, origin: String? = page, type: String? = "text/plain;charset=UTF-8",
        _ more: [String: String] = [:]
    ) async throws -> RawResponse {
        var headers = more
        headers["Origin"] = origin
        headers["Content-Type"] = type
        return try await server.exchange("POST", "/v1/echo", headers, body: Array(body.utf8))
    }

    private static func echoes(_ server: RunningServer, of pixelCode: String = "PIXEL") async throws -> [PairCount]? {
        try await server.store.pairs(
            PairQuestion(destination: "main", pixelCode: pixelCode, since: server.clock.now - .seconds(60)))
    }

    @Test("A beacon's text is kept when it is answered, and the page may read the answer")
    func beacon() async throws {
        try await RunningServer.with(Self.options) { server in
            for type in ["text/plain;charset=UTF-8", "application/json"] {
                let answer = try await Self.send(Self.report("ord-1"), to: server, type: type)
                #expect(answer.status == 204 && answer.body.isEmpty)
                #expect(answer.headers["access-control-allow-origin"] == Self.page)
                #expect(answer.headers["vary"] == "Origin")
            }
            let counts = try await Self.echoes(server)
            #expect(counts?.map(\.tiktokEvent) == ["CompletePayment"] && counts?.map(\.echoes) == [1])
            #expect(try await Self.echoes(server, of: "OTHER") == [])
        }
    }

    @Test("A browser is told before whether a page may report")
    func preflight() async throws {
        try await RunningServer.with(Self.options) { server in
            let asked = ["Origin": Self.page, "Access-Control-Request-Method": "POST"]
            let good = try await server.exchange("OPTIONS", "/v1/echo", asked)
            #expect(good.status == 204)
            #expect(good.headers["access-control-allow-origin"] == Self.page)
            #expect(good.headers["access-control-allow-methods"] == "POST")
            #expect(good.headers["access-control-allow-headers"] == "Content-Type")
            for origin in ["https://evil.example", "null", "https://shop.example.evil.example"] {
                let refused = try await server.exchange("OPTIONS", "/v1/echo", ["Origin": origin])
                #expect(refused.status == 403 && refused.errorCode == "other_origin")
                #expect(refused.headers["access-control-allow-origin"] == nil)
                #expect(refused.headers["vary"] == "Origin", "another origin gets another answer")
            }
        }
    }

    @Test("Everything else is refused in the one shape, and nothing of it is kept or repeated")
    func refused() async throws {
        try await RunningServer.with(Self.options) { server in
            let good = Self.report("ord-1")
            let long = Self.report(String(repeating: "x", count: 1100))
            let rows: [(answer: RawResponse, status: Int, code: String)] = [
                (try await Self.send(Self.report("1", key: "unknown-key"), to: server), 401, "unauthorized"),
                (try await Self.send(#"{"tiktok_event":"A","event_id":"1"}"#, to: server), 401, "unauthorized"),
                (try await Self.send(good, to: server, origin: "https://other.example"), 403, "other_origin"),
                (try await Self.send(good, to: server, origin: nil), 403, "other_origin"),
                (try await Self.send(good, to: server, type: "application/xml"), 415, "unsupported_media_type"),
                (
                    try await Self.send(good, to: server, ["Content-Encoding": "gzip"]), 415, "unsupported_encoding"
                ),
                (try await Self.send(long, to: server), 413, "body_too_large"),
                (try await Self.send("lovelace", to: server), 400, "invalid_body"),
                (
                    try await Self.send(
                        String(good.dropLast()) + #","email":"lovelace"}"#, to: server), 400, "invalid_body"
                ),
                (try await Self.send("", to: server), 400, "invalid_body"),
            ]
            for row in rows {
                #expect(row.answer.status == row.status && row.answer.errorCode == row.code, "\(row)")
                #expect(!row.answer.body.contains("lovelace"))
            }
            #expect(try await Self.echoes(server) == [])
        }
        try await RunningServer.with { server in
            let answer = try await Self.send(Self.report("1"), to: server)
            #expect(answer.status == 404 && answer.errorCode == "not_found", "no pixel is known here")
        }
    }

    @Test("Behind a trusted proxy each shopper has a rate, and one cannot flood it")
    func rate() async throws {
        var options = Self.options
        options.trustedProxies = [try #require(AddressRange("127.0.0.1/32"))]
        try await RunningServer.with(options) { server in
            let burst = Int(EchoRates.ofAddress.burst)
            func send(_ id: String, from address: String) async throws -> RawResponse {
                try await Self.send(Self.report(id), to: server, ["X-Forwarded-For": address])
            }
            for number in 0..<burst { #expect(try await send("o\(number)", from: "8.8.4.4").status == 204) }
            let answer = try await send("more", from: "8.8.4.4")
            #expect(answer.status == 429 && answer.errorCode == "too_many_requests")
            #expect(answer.headers["retry-after"] == "1")
            #expect(try await send("other", from: "8.8.8.8").status == 204)
            server.clock.advance(by: .seconds(1))
            #expect(try await send("more", from: "8.8.4.4").status == 204)
            #expect(try await Self.echoes(server)?.map(\.echoes) == [burst + 2])
        }
    }

    @Test("Behind a proxy that nobody named all shoppers look alike, and none is held up for the others")
    func proxy() async throws {
        try await RunningServer.with(Self.options) { server in
            for number in 0..<Int(EchoRates.ofAddress.burst) + 5 {
                let answer = try await Self.send(Self.report("o\(number)"), to: server)
                #expect(answer.status == 204)
            }
        }
    }
}
