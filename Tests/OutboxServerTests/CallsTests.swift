import OutboxCore
import OutboxSQLite
import OutboxTestSupport
import ServiceLifecycle
import Testing

@testable import OutboxServer

@Suite("What the clients of Segment and RudderStack send", .timeLimit(.minutes(2)))
struct CallsTests {
    /// The write key of a source as Basic user without a password.
    private static func basic(_ source: String) -> [String: String] {
        [
            "Authorization": "Basic \(base64(Array("\(RunningServer.key(source)):".utf8)))",
            "Content-Type": "application/json",
        ]
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let word = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
            for place in 0..<4 { text.append(place <= part.count ? digits[word >> (18 - 6 * place) & 63] : 0x3D) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func call(_ id: String, type: String? = nil, _ more: String = "") -> String {
        let type = type.map { #","type":"\#($0)""# } ?? ""
        return #"{"messageId":"\#(id)","userId":"1042","event":"Order Completed","timestamp":"2026-03-01T11:59:00Z""#
            + #"\#(type)\#(more)}"#
    }

    private static func names(_ server: RunningServer) async throws -> [String] {
        try await server.store.list(DeliverySelection(), limit: 100).map(\.eventName).sorted()
    }

    @Test("A single call gets its type from the endpoint", arguments: ["calls", "rudder"])
    func single(_ source: String) async throws {
        try await RunningServer.with { server in
            for type in ["track", "page", "screen", "identify", "group", "alias"] {
                let answer = try await server.exchange(
                    "POST", "/v1/\(type)", Self.basic(source), body: Array(Self.call(type).utf8))
                #expect(answer.status == 200 && answer.body == #"{"success":true}"#, "\(type): \(answer.text)")
            }
            #expect(
                try await Self.names(server) == ["alias", "group", "identify", "page_view", "purchase", "screen_view"])
        }
    }

    @Test(
        "A batch is 200 also when calls of it are rejected, and the good ones are taken",
        arguments: ["calls", "rudder"])
    func batch(_ source: String) async throws {
        try await RunningServer.with { server in
            let body = """
                {"batch":[\(Self.call("m1", type: "track")),{"type":"track"},\(Self.call("m2", type: "track"))],\
                "context":{"userAgent":"agent"},"sentAt":"2026-03-01T12:00:00Z",\
                "writeKey":"\(RunningServer.key(source))"}
                """
            let answer = try await server.exchange(
                "POST", "/v1/batch", Self.basic(source), body: Array(body.utf8))
            #expect(answer.status == 200 && answer.body == #"{"success":true}"#, "\(answer.text)")
            #expect(try await Self.names(server) == ["purchase", "purchase"])
            let history = try #require(try await server.store.histories(of: .number(EventNumber(1))).first)
            let record = String(decoding: try #require(history.event.record), as: UTF8.self)
            #expect(record.contains("agent"), "the batch's context belongs to each call")
            #expect(!record.contains(RunningServer.key(source)), "the write key is not kept")
        }
    }

    @Test("A repeat with another body, which a batch does not tell of, is kept among the rejects")
    func differingRepeat() async throws {
        try await RunningServer.with { server in
            for more in ["", #","properties":{"revenue":1}"#, #","properties":{"note":"ada@example.com"}"#] {
                let body = #"{"batch":[\#(Self.call("m1", type: "track", more))]}"#
                let answer = try await server.exchange(
                    "POST", "/v1/batch", Self.basic("calls"), body: Array(body.utf8))
                #expect(answer.status == 200)
            }
            let report = try await server.rejects()
            #expect(report.sources.map(\.differing) == [2] && report.sources.map(\.count) == [0])
            #expect(report.problems.map(\.kind.problem) == ["another body than the event that is kept"])
            #expect(report.newest.first?.event.excerpt.contains("ada") == false)
        }
    }

    @Test("The key may stand in the body, packed or not")
    func keyInBody() async throws {
        try await RunningServer.with { server in
            let body = Array(Self.call("m1", #","writeKey":"\#(RunningServer.key("calls"))""#).utf8)
            #expect(try await server.exchange("POST", "/v1/track", body: body).status == 200)
            let packed = try await server.exchange(
                "POST", "/v1/track", ["Content-Encoding": "gzip"], body: PackedBodies.pack(body))
            #expect(packed.status == 200)
            #expect(try await server.events == 1)
        }
    }

    @Test(
        "Without a known key it is 401, whatever the body is",
        arguments: [#"{"writeKey":"unknown-key-0123456789"}"#, "{}", "rubbish", ""])
    func unauthorized(_ body: String) async throws {
        try await RunningServer.with { server in
            let inBody = try await server.exchange("POST", "/v1/batch", body: Array(body.utf8))
            #expect(inBody.status == 401 && inBody.errorCode == "unauthorized")
            let inHeader = try await server.exchange(
                "POST", "/v1/batch", ["Authorization": "Basic bm9ib2R5Og=="], body: Array(body.utf8))
            #expect(inHeader.status == 401 && inHeader.errorCode == "unauthorized")
            for answer in [inBody, inHeader] {
                #expect(answer.headers["www-authenticate"] == #"Basic realm="tiktok-outbox", charset="UTF-8""#)
            }
        }
    }

    @Test("A broken body, a missing list and a source of another dialect are told as errors")
    func broken() async throws {
        try await RunningServer.with { server in
            for (source, path, body, status, code) in [
                ("calls", "/v1/track", "rubbish", 400, "invalid_body"),
                ("calls", "/v1/track", "[]", 400, "invalid_body"),
                ("calls", "/v1/batch", #"{"batch":{}}"#, 400, "invalid_body"),
                ("shop", "/v1/track", "{}", 403, "wrong_dialect"),
            ] {
                let answer = try await server.exchange("POST", path, Self.basic(source), body: Array(body.utf8))
                #expect(answer.status == status && answer.errorCode == code, "\(body): \(answer.text)")
            }
            #expect(try await server.events == 0)
        }
    }

    /// Calls that are no JSON, or break a rule of ours.
    static let brokenCalls: [[UInt8]] = [
        Array(#"{"messageId":"b","type":"track","event":"x","note":"Party \ud83c"}"#.utf8),
        Array(#"{"messageId":"b","messageId":"b","type":"track"}"#.utf8),
        Array(#"{"messageId":"b","note":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8),
        Array((#"{"note":"# + String(repeating: "[", count: 70) + String(repeating: "]", count: 70) + "}").utf8),
        Array(#"{"messageId":"b","value":NaN}"#.utf8), Array("{\"messageId\":\"b\",\"note\":\"a\nb\"}".utf8),
    ]

    @Test("A call that is no JSON is a reject and takes no other of its batch with it", arguments: brokenCalls.indices)
    func brokenCall(_ index: Int) async throws {
        try await RunningServer.with { server in
            let head = #"{"context":{"userAgent":"agent"},"batch":[\#(Self.call("m1", type: "track")),"#
            let tail =
                #",\#(Self.call("m2", type: "track"))],"writeKey":"\#(RunningServer.key("calls"))","#
                + #""sentAt":"2026-03-01T12:00:00Z"}"#
            let body = [0xEF, 0xBB, 0xBF] + Array(head.utf8) + Self.brokenCalls[index] + Array(tail.utf8)
            // Without a key in the header it is found in the body.
            for headers in [[:], Self.basic("calls")] {
                let answer = try await server.exchange("POST", "/v1/batch", headers, body: body)
                #expect(answer.status == 200 && answer.body == #"{"success":true}"#, "\(answer.text)")
            }
            #expect(try await Self.names(server) == ["purchase", "purchase"])
            let history = try #require(try await server.store.histories(of: .number(EventNumber(2))).first)
            let record = String(decoding: try #require(history.event.record), as: UTF8.self)
            #expect(record.contains("agent") && !record.contains(RunningServer.key("calls")))
            let report = try await server.rejects()
            #expect(report.sources.map(\.count) == [2])
            #expect(report.newest.allSatisfy { $0.event.bytes == Self.brokenCalls[index].count })
            #expect(report.newest.allSatisfy { !$0.event.excerpt.contains("Party") })
        }
    }

    @Test("A single call that is no JSON is kept as a reject, since the client would throw it away")
    func brokenSingleCall() async throws {
        try await RunningServer.with { server in
            for body in Self.brokenCalls + [Array(#"{"messageId":"b","type":"tr"#.utf8)] {
                let answer = try await server.exchange("POST", "/v1/track", Self.basic("calls"), body: body)
                #expect(answer.status == 200, "\(answer.text)")
                #expect(try await server.exchange("POST", "/v1/track", body: body).status == 401)
            }
            #expect(try await server.events == 0)
            #expect(try await server.rejects().sources.map(\.count) == [7])
        }
    }

    @Test("What stands broken beside the list may be a denial of consent: no call that lacks its own is taken")
    func brokenBeside() async throws {
        try await RunningServer.with { server in
            let calls = [Self.call("m1", type: "track"), Self.call("m2", type: "track", #","context":{}"#)]
            let body = #"{"batch":[\#(calls.joined(separator: ","))],"context":{"note":"\ud83c"}}"#
            let answer = try await server.exchange(
                "POST", "/v1/batch", Self.basic("calls"), body: Array(body.utf8))
            #expect(answer.status == 200)
            #expect(try await Self.names(server) == ["purchase"])
            #expect(
                try await server.rejects().problems.map(\.kind.problem)
                    == ["what stands beside the list is not JSON"])
        }
    }

    @Test("A batch of nothing is success, and no reject is counted")
    func emptyBatch() async throws {
        try await RunningServer.with { server in
            func post(_ body: String, as source: String = "calls") async throws -> RawResponse {
                try await server.exchange("POST", "/v1/batch", Self.basic(source), body: Array(body.utf8))
            }
            let answer = try await post(#"{"batch":[ ],"sentAt":"2026-03-01T12:00:00Z"}"#)
            #expect(answer.status == 200 && answer.body == #"{"success":true}"#, "\(answer.text)")
            #expect(try await post(#"{"batch":[]}"#, as: "nobody").status == 401)
            // This one is a reject; what came before it is written with it.
            #expect(try await post(#"{"batch":[{"type":"track"}]}"#).status == 200)
            #expect(try await server.rejects().sources.map(\.count) == [1])
        }
    }

    @Test("503 makes the client come again")
    func busy() async throws {
        var options = RunningServer.Options()
        (options.minimumFreeBytes, options.freeBytes) = (1000, 999)
        try await RunningServer.with(options) { server in
            let answer = try await server.exchange(
                "POST", "/v1/track", Self.basic("calls"), body: Array(Self.call("m1").utf8))
            #expect(answer.status == 503 && answer.headers["retry-after"] != nil)
        }
    }

    @Test("A batch is counted before it is cut, and what stands beside it is never copied beyond one event's limit")
    func largeBatches() async throws {
        try await RunningServer.with { server in
            func post(count: Int) async throws -> RawResponse {
                let beside = String(repeating: "x", count: 400_000)
                let calls = [String](repeating: "{}", count: count).joined(separator: ",")
                let body = #"{"context":{"x":"\#(beside)"},"batch":[\#(calls)]}"#
                return try await server.exchange("POST", "/v1/batch", Self.basic("calls"), body: Array(body.utf8))
            }
            let refused = try await post(count: 100_000)
            #expect(refused.status == 413 && refused.errorCode == "too_many_events", "\(refused.text)")
            #expect(try await post(count: 1000).status == 200)
            #expect(try await server.events == 0)
        }
    }
}
