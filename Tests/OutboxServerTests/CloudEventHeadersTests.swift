import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxServer

@Suite("CloudEvents in binary mode", .timeLimit(.minutes(2)))
struct CloudEventHeadersTests {
    private static let headers = [
        "ce-specversion": "1.0", "ce-id": "7", "ce-source": "/shop", "ce-type": "com.example.purchase",
        "ce-time": "2026-03-01T11:59:00Z",
    ]

    @Test("The headers count as the envelope does in structured mode, and the same event is a repeat in either")
    func same() async throws {
        try await RunningServer.with { server in
            let first = try await server.post(#"{"event_id":"a1"}"#, Self.headers)
            #expect(first.status == 200, "\(first.body)")
            let envelope = #"""
                {"specversion":"1.0","id":"7","source":"/shop","type":"com.example.purchase",
                 "time":"2026-03-01T11:59:00Z","data":{"event_id":"a1"}}
                """#
            let again = try await server.post(envelope, type: "application/cloudevents+json")
            #expect(again.status == 200, "\(again.body)")
            let event = try #require(again.json?["events"]?[0])
            #expect(event["status"]?.string == "duplicate" && event["warnings"]?.count == 0, "\(again.body)")
            // The producer's id alone makes it a repeat, too.
            let renamed = try await server.post(#"{"event_id":"a2"}"#, Self.headers)
            #expect(renamed.json?["events"]?[0]?["status"]?.string == "duplicate", "\(renamed.body)")
            #expect(try await server.events == 1)
        }
    }

    @Test("Values are read as they are encoded in headers")
    func encoded() async throws {
        try await RunningServer.with { server in
            var headers = Self.headers
            headers["ce-source"] = "/caf%C3%A9"
            headers["ce-type"] = "com.example.Order%20Completed"
            #expect(try await server.post(#"{"event_id":"a1"}"#, headers).status == 200)
            let envelope = #"""
                {"specversion":"1.0","id":"7","source":"/café","type":"com.example.Order Completed",
                 "data":{"event_id":"a2"}}
                """#
            let again = try await server.post(envelope)
            #expect(again.json?["events"]?[0]?["status"]?.string == "duplicate", "\(again.body)")
        }
    }

    @Test("Several events under one id are refused with what to do", arguments: ["application/json", "x-ndjson"])
    func several(_ type: String) async throws {
        try await RunningServer.with { server in
            let events = [RunningServer.event("a1"), RunningServer.event("a2")]
            let isList = type == "application/json"
            let answer = try await server.post(
                isList ? "[\(events.joined(separator: ","))]" : events.joined(separator: "\n"),
                type: isList ? type : "application/x-ndjson", Self.headers)
            #expect(answer.status == 400 && answer.body.contains("a request of its own"), "\(answer.body)")
            #expect(try await server.events == 0)
        }
    }

    @Test("What is broken stays so, and structured mode is not read twice")
    func others() async throws {
        try await RunningServer.with { server in
            let broken = try await server.post(#"{"event_id":"a1"},"x":{}"#, Self.headers)
            #expect(broken.status == 400 && broken.body.contains("not JSON"), "\(broken.body)")
            let structured = try await server.post(
                #"{"specversion":"1.0","id":"8","source":"/shop","type":"com.example.purchase","#
                    + #""data":{"event_id":"b"}}"#,
                type: "application/cloudevents+json; charset=utf-8", Self.headers)
            #expect(structured.status == 200, "\(structured.body)")
        }
    }
}
