import NIOHTTP1
import OutboxCore
import OutboxSQLite
import OutboxTestSupport
import Testing

@testable import OutboxServer

@Suite("Bad input: the right status, the one shape of errors, and the service goes on", .timeLimit(.minutes(3)))
struct BadInputTests {
    /// One broken request and what it must get.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let status: Int
        let code: String
        let bytes: @Sendable () -> [[UInt8]]

        init(_ name: String, _ status: Int, _ code: String, _ bytes: @escaping @Sendable () -> [[UInt8]]) {
            (self.name, self.status, self.code, self.bytes) = (name, status, code, bytes)
        }

        /// A request with a body.
        init(
            _ name: String, _ status: Int, _ code: String, _ headers: [String: String] = [:], body: [UInt8],
            method: String = "POST", path: String = "/v1/events"
        ) {
            self.init(name, status, code) { [Self.request(method, path, headers, body)] }
        }

        static func request(_ method: String, _ path: String, _ more: [String: String], _ body: [UInt8]) -> [UInt8] {
            Array(RunningServer.head(method, path, known(more), length: body.count).utf8) + body
        }

        /// The header fields of somebody whose key is known.
        static func known(_ more: [String: String] = [:]) -> [String: String] {
            ["Authorization": "Bearer \(RunningServer.key("shop"))", "Content-Type": "application/json"]
                .merging(more) { $1 }
        }

        var testDescription: String { name }
    }

    static let event = Array(RunningServer.event("bad").utf8)
    /// A good event of which gzip made 117 bytes or so.
    static let packed: [UInt8] = PackedBodies.event

    static let rows: [Row] = [
        Row("wrong content type", 415, "unsupported_media_type", ["Content-Type": "text/xml"], body: event),
        Row(
            "form data, as curl sends it", 415, "unsupported_media_type",
            ["Content-Type": "application/x-www-form-urlencoded"], body: event),
        Row(
            "another charset", 415, "unsupported_media_type", ["Content-Type": "application/json; charset=latin1"],
            body: event),
        Row("another content coding", 415, "unsupported_encoding", ["Content-Encoding": "br"], body: event),
        Row("gzip that is none", 400, "invalid_body", ["Content-Encoding": "gzip"], body: event),
        Row(
            "gzip that is cut off", 400, "invalid_body", ["Content-Encoding": "gzip"], body: packed.dropLast(9)),
        Row(
            "a gzip bomb", 413, "body_too_large", ["Content-Encoding": "gzip"], body: PackedBodies.bomb),
        Row("no body", 400, "invalid_body", body: []),
        Row("white space alone", 400, "invalid_body", body: Array(" \r\n\t".utf8)),
        Row("a number", 400, "invalid_body", body: Array("17".utf8)),
        Row("a text", 400, "invalid_body", body: Array("\"event\"".utf8)),
        Row("no events in the list", 400, "invalid_body", body: Array("[]".utf8)),
        Row("bytes of zero", 400, "invalid_body", body: [UInt8](repeating: 0, count: 100)),
        Row(
            "another word to validate", 400, "invalid_parameter", body: event, path: "/v1/events?validate=maybe"),
        Row("one byte over the limit", 413, "body_too_large", body: [UInt8](repeating: 32, count: (1 << 20) + 1)),
        Row("far over the limit, and none of it sent", 413, "body_too_large") {
            [Array(RunningServer.head("POST", "/v1/events", Row.known(), length: 1 << 40).utf8)]
        },
        Row("chunks over the limit", 413, "body_too_large") {
            let head = RunningServer.head(
                "POST", "/v1/events", Row.known(["Transfer-Encoding": "chunked"]), length: nil)
            let chunk = Array("40000\r\n".utf8) + [UInt8](repeating: 32, count: 0x40000) + Array("\r\n".utf8)
            return [Array(head.utf8)] + [[UInt8]](repeating: chunk, count: 5)
        },
        Row("wrong key", 401, "unauthorized", ["Authorization": "Bearer shop-key-0123456788"], body: event),
        Row("no key", 401, "unauthorized", ["Authorization": ""], body: event),
        Row("another path", 404, "not_found", body: event, path: "/v2/events"),
        Row("path traversal", 404, "not_found", body: [], method: "GET", path: "/v1/../../../../etc/passwd"),
        Row("coded path traversal", 404, "not_found", body: [], method: "GET", path: "/%2e%2e/%2e%2e/etc/passwd"),
        Row("a path that is not UTF-8", 404, "not_found", body: [], method: "GET", path: "/v1/events/%ff%fe"),
        Row("a percent sign alone", 404, "not_found", body: [], method: "GET", path: "/v1/events/%zz"),
        Row("another method", 405, "method_not_allowed", body: [], method: "PUT"),
        Row("a method of one's own", 405, "method_not_allowed", body: [], method: "PURGE", path: "/healthz"),
        Row("10,000 headers", 431, "headers_too_large") {
            let fields = (0..<10_000).map { "X-\($0): y\r\n" }.joined()
            return [Array("POST /v1/events HTTP/1.1\r\nHost: outbox\r\n\(fields)\r\n".utf8)]
        },
        Row("a header of a megabyte", 431, "headers_too_large") {
            [Array("GET /healthz HTTP/1.1\r\nHost: outbox\r\nX: ".utf8) + [UInt8](repeating: 97, count: 1 << 20)]
        },
        Row("a target of a megabyte", 431, "headers_too_large") {
            [Array("GET /".utf8) + [UInt8](repeating: 97, count: 1 << 20)]
        },
        Row("not HTTP", 400, "bad_request") { [Array("\u{16}\u{3}\u{1}hello there\r\n\r\n".utf8)] },
        Row("a header without a colon", 400, "bad_request") {
            [Array("GET /healthz HTTP/1.1\r\nHost: outbox\r\nrubbish\r\n\r\n".utf8)]
        },
        Row("a header with a zero in it", 400, "bad_request") {
            [Array("GET /healthz HTTP/1.1\r\nHost: outbox\r\nX: a\u{0}b\r\n\r\n".utf8)]
        },
        Row("a folded header", 400, "bad_request") {
            [Array("GET /healthz HTTP/1.1\r\nHost: outbox\r\nX: a\rSet-Cookie: b\r\n\r\n".utf8)]
        },
        Row("two lengths", 400, "bad_request") {
            [Array("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}".utf8)]
        },
        Row("a length and chunks", 400, "bad_request") {
            let head = "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
            return [Array((head + "0\r\n\r\n").utf8)]
        },
        Row("a length that is no number", 400, "bad_request") {
            [Array("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n".utf8)]
        },
        Row("a chunk without a length", 400, "bad_request") {
            let head = RunningServer.head(
                "POST", "/v1/events", Row.known(["Transfer-Encoding": "chunked"]), length: nil)
            return [Array((head + "zz\r\n{}\r\n0\r\n\r\n").utf8)]
        },
    ]

    @Test("A broken request", arguments: rows)
    func broken(_ row: Row) async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            // The server may have answered and ended before all of it is sent.
            for part in row.bytes() { try? await client.send(part) }
            let answer = try #require(await client.response(), "no answer")
            #expect(answer.status == row.status && answer.errorCode == row.code, "\(answer.text)")
            #expect(answer.headers["content-type"] == "application/json")
            client.close()
            try await goesOn(server)
        }
    }

    /// The server takes an event after what came before, of which nothing is on disk.
    private func goesOn(_ server: RunningServer, events: Int = 0) async throws {
        server.limit { $0 = HTTPLimits() }
        #expect(try await server.events == events)
        #expect(try await server.post(RunningServer.event("good")).status == 200)
    }

    @Test(
        "A body that does not come in time gets 408, and its connection ends", arguments: ["Content-Length", "chunks"])
    func slow(_ framing: String) async throws {
        var options = RunningServer.Options()
        options.limits.bodyTime = .milliseconds(300)
        try await RunningServer.with(options) { server in
            let client = try await RawClient.connect(port: server.port)
            let isChunked = framing == "chunks"
            let head = RunningServer.head(
                "POST", "/v1/events", Row.known(isChunked ? ["Transfer-Encoding": "chunked"] : [:]),
                length: isChunked ? nil : 1000)
            try await client.send(head + (isChunked ? "1\r\n{\r\n" : "{"))
            let answer = try #require(await client.response())
            #expect(answer.status == 408 && answer.errorCode == "request_timeout")
            #expect(answer.headers["connection"] == "close")
            #expect(await client.ends())
            try await goesOn(server)
        }
    }

    @Test("Chunks without end are cut at the time limit, however steadily they come")
    func endless() async throws {
        var options = RunningServer.Options()
        options.limits.bodyTime = .milliseconds(500)
        try await RunningServer.with(options) { server in
            let client = try await RawClient.connect(port: server.port)
            try await client.send(
                RunningServer.head("POST", "/v1/events", Row.known(["Transfer-Encoding": "chunked"]), length: nil))
            let sending = Task { while !Task.isCancelled, (try? await client.send("1\r\n \r\n")) != nil {} }
            let answer = try #require(await client.response())
            sending.cancel()
            #expect(answer.status == 408 || answer.status == 413, "\(answer.text)")
            #expect(answer.errorCode != nil)
            try await goesOn(server)
        }
    }

    @Test("A head that does not come in time ends the connection")
    func silent() async throws {
        var options = RunningServer.Options()
        options.limits.headerTime = .milliseconds(1000)
        try await RunningServer.with(options) { server in
            let client = try await RawClient.connect(port: server.port)
            try await client.send("POST /v1/events HT")
            #expect(await client.ends())
            try await goesOn(server)
        }
    }

    @Test("A client that has said its last word gets its answer")
    func halfClosed() async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            try await client.send(Row.request("POST", "/v1/events", [:], Self.event))
            try await client.closeOutput()
            let answer = try #require(await client.response())
            #expect(answer.status == 200)
            #expect(await client.ends())
            try await goesOn(server, events: 1)
        }
    }

    @Test("A client that ends within its request gets 400, and nothing is taken")
    func cutOff() async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            try await client.send(Array(Row.request("POST", "/v1/events", [:], Self.event).dropLast(3)))
            try await client.closeOutput()
            let answer = try #require(await client.response())
            #expect(answer.status == 400 && answer.errorCode == "bad_request")
            try await goesOn(server)
        }
    }

    @Test("Connections beyond the limit are told to come again, and those within work on")
    func connections() async throws {
        var options = RunningServer.Options()
        options.limits.connections = 2
        try await RunningServer.with(options) { server in
            let first = try await RawClient.connect(port: server.port)
            let second = try await RawClient.connect(port: server.port)
            let request = RunningServer.head("GET", "/healthz", [:], length: nil)
            for client in [first, second] {
                try await client.send(request)
                #expect(await client.response()?.status == 200)
            }
            let third = try await server.exchange("GET", "/healthz")
            #expect(third.status == 503 && third.errorCode == "busy" && third.headers["retry-after"] == "1")
            try await first.send(request)
            #expect(await first.response()?.status == 200)
            first.close()
            var status = 503
            while status == 503 { status = try await server.exchange("GET", "/healthz").status }
            #expect(status == 200)
        }
    }

    @Test("Requests in a row on one connection are answered in their order, also when they come at once")
    func pipelined() async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            let ids = ["p1", "p2", "p3"]
            let requests = ids.flatMap { Row.request("POST", "/v1/events", [:], Array(RunningServer.event($0).utf8)) }
            try await client.send(requests)
            for id in ids {
                let answer = try #require(await client.response())
                #expect(answer.json?["events"]?[0]?["event_id"]?.string == id)
            }
        }
    }

    @Test("HEAD gets the head of GET alone", arguments: ["/healthz", "/readyz", "/openapi.yaml"])
    func headOfGet(_ path: String) async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            try await client.send(RunningServer.head("HEAD", path, ["Connection": "close"], length: nil))
            #expect(await client.ends())
            let text = client.received
            #expect(text.hasPrefix("HTTP/1.1 200 ") && text.hasSuffix("\r\n\r\n"), "\(text)")
            let length = try await server.exchange("GET", path).headers["content-length"]
            #expect(try text.contains("Content-Length: \(#require(length))\r\n"), "\(text)")
        }
    }

    @Test("An error in answer to HEAD is a head alone, so that the next answer on the connection is read as such")
    func head() async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            try await client.send(RunningServer.head("HEAD", "/v1/events", [:], length: nil))
            try await client.send(RunningServer.head("GET", "/healthz", ["Connection": "close"], length: nil))
            #expect(await client.ends())
            let text = client.received
            #expect(text.hasSuffix(#"{"status":"ok"}"#), "\(text)")
            #expect(text.hasPrefix("HTTP/1.1 405 ") && !text.contains("error"), "\(text)")
            #expect(text.split(separator: "HTTP/1.1 ").count == 2, "\(text)")
        }
    }

    @Test("What is broken behind a HEAD is answered with a body again")
    func brokenBehindHead() async throws {
        try await RunningServer.with { server in
            let client = try await RawClient.connect(port: server.port)
            try await client.send(RunningServer.head("HEAD", "/healthz", [:], length: nil))
            while !client.received.hasSuffix("\r\n\r\n") { await Task.yield() }
            try await client.send("rubbish\r\n\r\n")
            #expect(await client.ends())
            #expect(client.received.contains(#"{"error":{"code":"bad_request""#), "\(client.received)")
        }
    }

    @Test("Expect: 100-continue is answered before the body, or with 413 in its place")
    func expect() async throws {
        try await RunningServer.with { server in
            let headers = [
                "Authorization": "Bearer \(RunningServer.key("shop"))", "Content-Type": "application/json",
                "Expect": "100-continue",
            ]
            let client = try await RawClient.connect(port: server.port)
            try await client.send(RunningServer.head("POST", "/v1/events", headers, length: Self.event.count))
            #expect(await client.response()?.status == 100)
            try await client.send(Self.event)
            #expect(await client.response()?.status == 200)
            let other = try await RawClient.connect(port: server.port)
            try await other.send(RunningServer.head("POST", "/v1/events", headers, length: 1 << 30))
            #expect(await other.response()?.status == 413)
        }
    }

    /// Events that want to be more than data, and what becomes of them.
    static let strange: [(name: String, event: String, status: Int)] = [
        (
            "a script in every field",
            #"{"event_name":"<script>alert(1)</script>","event_id":"<script>alert(2)</script>","#
                + #""event_time":"2026-03-01T11:59:00Z","user":{"id":"<script>"},"#
                + #""properties":{"<script>":"<script>"}}"#,
            200
        ),
        (
            "__proto__ and its kind",
            RunningServer.event("p", #","__proto__":{"a":1},"properties":{"constructor":1}"#), 200
        ),
        ("a key twice", RunningServer.event("k", #","event_id":"other""#), 400),
        ("a script for a time", #"{"event_name":"x","event_id":"y","event_time":"<script>"}"#, 400),
        ("half of a surrogate pair", RunningServer.event("s", #","properties":{"a":"\ud800"}"#), 400),
        ("deep brackets", #"{"a":"# + String(repeating: "[", count: 5000), 400),
    ]

    @Test("An event that wants to be more is data, or rejected with its reason", arguments: strange.indices)
    func event(_ index: Int) async throws {
        let row = Self.strange[index]
        try await RunningServer.with { server in
            let answer = try await server.post(row.event)
            #expect(answer.status == row.status, "\(row.name): \(answer.body)")
            #expect(answer.headers["content-type"] == "application/json")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.json?["events"]?.count == 1, "\(answer.body)")
            try await goesOn(server, events: row.status == 200 ? 1 : 0)
        }
    }

    @Test("What a header smuggles in comes back in no header of the answer")
    func injection() async throws {
        try await RunningServer.with { server in
            let answer = try await server.post(
                RunningServer.event("a1"), ["traceparent": "00-%0d%0aSet-Cookie: a=b", "X-Request-Id": "x\u{b}y"])
            #expect(answer.status == 200 || answer.errorCode == "bad_request", "\(answer.text)")
            #expect(answer.headers["set-cookie"] == nil)
        }
    }
}
