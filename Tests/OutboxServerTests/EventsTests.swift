import NIOHTTP1
import OutboxCore
import OutboxIdentity
import OutboxSQLite
import OutboxTestSupport
import ServiceLifecycle
import Testing

@testable import OutboxServer

@Suite("Handing events over with POST /v1/events", .timeLimit(.minutes(2)))
struct EventsTests {
    @Test("One object is taken, answered with its number, and on disk")
    func object() async throws {
        try await RunningServer.with { server in
            let answer = try await server.post(RunningServer.event("a1"))
            #expect(answer.status == 200)
            #expect(
                answer.body == """
                    {"accepted":1,"duplicates":0,"rejected":0,"events":[{"index":0,"status":"accepted","number":1,\
                    "event_id":"a1","warnings":[],"errors":[]}]}
                    """)
            #expect(try await server.events == 1)
        }
    }

    @Test("A repeat is a duplicate with the number of the first, and 200; another body is said")
    func duplicate() async throws {
        try await RunningServer.with { server in
            _ = try await server.post(RunningServer.event("a1"))
            let same = try await server.post(RunningServer.event("a1"))
            #expect(same.status == 200 && same.json?["duplicates"]?.raw.elementsEqual("1".utf8) == true)
            let event = try #require(same.json?["events"]?[0])
            #expect(event["status"]?.string == "duplicate" && event["warnings"]?.count == 0)
            let other = try await server.post(
                RunningServer.event("a1", name: "purchase", #","properties":{"value":2}"#))
            #expect(other.status == 200 && other.json?["events"]?[0]?["warnings"]?.count == 1)
            #expect(try await server.events == 1)
        }
    }

    @Test("validate=only says of what is stored that it is a duplicate, and stores nothing")
    func looking() async throws {
        try await RunningServer.with { server in
            let stored = #"{"event_name":"purchase","id":"o-1","event_id":"a1","event_time":"2026-03-01T11:59:00Z"}"#
            #expect(try await server.post(stored).status == 200)
            let sameID = stored.replacing("a1", with: "a2")
            let other = RunningServer.event("a1", name: "refund")
            for query in ["?validate=only", ""] {
                let answer = try await server.post(
                    [stored, sameID, other].joined(separator: "\n"), type: "application/x-ndjson", query: query)
                #expect(answer.status == 200, "\(answer.body)")
                let events = Array(try #require(answer.json?["events"]).elements)
                let statuses = events.map { $0["status"]?.string }
                #expect(statuses == ["duplicate", "duplicate", "accepted"], "\(answer.body)")
                #expect(events[0]["number"]?.raw.elementsEqual("1".utf8) == true)
                #expect(events.map { $0["warnings"]?.count } == [0, 1, 0], "another body is said")
                #expect(try await server.events == (query.isEmpty ? 2 : 1))
                guard !query.isEmpty else { continue }
                #expect(events.map { $0["deliveries"]?.count } == [0, 0, 1])
                let asOther = try await server.post(stored, as: "other", query: query)
                #expect(asOther.json?["events"]?[0]?["status"]?.string == "accepted")
            }
        }
    }

    @Test(
        "An array and lines give an answer for each event in its place; 207 where some are rejected",
        arguments: [("application/json", "[", ",", "]"), ("application/x-ndjson", "", "\n", "\n")])
    func several(_ type: String, _ open: String, _ between: String, _ close: String) async throws {
        try await RunningServer.with { server in
            let events = [RunningServer.event("a1"), #"{"event_name":"purchase"}"#, RunningServer.event("a3")]
            let answer = try await server.post(open + events.joined(separator: between) + close, type: type)
            #expect(answer.status == 207, "\(answer.body)")
            let statuses = answer.json?["events"]?.elements.map { $0["status"]?.string ?? "" }
            #expect(statuses == ["accepted", "rejected", "accepted"])
            let paths = answer.json?["events"]?[1]?["errors"]?.elements.map { $0["path"]?.string ?? "" }
            #expect(paths?.contains("event_id") == true, "\(answer.body)")
            #expect(try await server.events == 2)
        }
    }

    @Test("400 where nothing is taken, with the reasons")
    func none() async throws {
        try await RunningServer.with { server in
            let answer = try await server.post(#"[{"event_name":"purchase"},{"a":}]"#)
            #expect(answer.status == 400)
            #expect(answer.json?["rejected"]?.raw.elementsEqual("2".utf8) == true, "\(answer.body)")
            #expect(try await server.events == 0)
        }
    }

    @Test("1,000 events are taken, 1,001 are not, and then none of them")
    func bound() async throws {
        try await RunningServer.with { server in
            let lines = { (count: Int) in
                (0..<count).map { RunningServer.event("e\($0)") }.joined(separator: "\n")
            }
            let refused = try await server.post(lines(1001), type: "application/x-ndjson")
            #expect(refused.status == 413 && refused.errorCode == "too_many_events")
            #expect(try await server.events == 0)
            let taken = try await server.post(lines(1000), type: "application/x-ndjson")
            #expect(taken.status == 200)
            #expect(try await server.events == 1000)
        }
    }

    @Test("Without a key that is known it is 401 and nothing more", arguments: ["", "Bearer wrong", "Basic c2hvcA=="])
    func unauthorized(_ value: String) async throws {
        try await RunningServer.with { server in
            let answer = try await server.post(RunningServer.event("a1"), ["Authorization": value])
            #expect(answer.status == 401 && answer.errorCode == "unauthorized")
            #expect(try await server.events == 0)
        }
    }

    @Test("Keys are exchanged while it runs")
    func rotation() async throws {
        try await RunningServer.with { server in
            var configuration = server.api.configuration
            for index in configuration.sources.indices where configuration.sources[index].name == "shop" {
                configuration.sources[index].keys = [.init(of: "a-new-key-0123456789")]
            }
            server.api.take(configuration)
            #expect(try await server.post(RunningServer.event("a1")).status == 401)
            let answer = try await server.post(
                RunningServer.event("a1"), ["Authorization": "Bearer a-new-key-0123456789"])
            #expect(answer.status == 200)
        }
    }

    @Test("A full backlog and a full disk refuse with 503 and a time to come again")
    func backpressure() async throws {
        var options = RunningServer.Options()
        options.maximumBacklog = 1
        try await RunningServer.with(options) { server in
            // What waits is looked at once a second at most, so the second one may still be taken.
            var answers: [RawResponse] = []
            for number in 0..<200 where answers.last?.status != 503 {
                answers.append(try await server.post(RunningServer.event("a\(number)")))
                // The next look is due in a second; there is nothing to be told of it.
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(answers.first?.status == 200)
            #expect(answers.last?.errorCode == "busy" && answers.last?.headers["retry-after"] == "30")
            let taken = answers.count { $0.status == 200 }
            #expect(try await server.events == taken)
        }
        options = RunningServer.Options()
        (options.minimumFreeBytes, options.freeBytes) = (1000, 999)
        try await RunningServer.with(options) { server in
            let answer = try await server.post(RunningServer.event("a1"))
            #expect(answer.status == 503 && answer.errorCode == "disk_full" && answer.headers["retry-after"] != nil)
            #expect(try await server.events == 0)
        }
    }

    @Test("What is rejected is counted by its source, and kept without anybody's identity")
    func rejects() async throws {
        try await RunningServer.with { server in
            let rejected =
                #"{"event_name":"purchase","user":{"email":"ada@example.com"},"event_time":"ada@example.com"}"#
            #expect(try await server.post(rejected).status == 400)
            await server.group.triggerGracefulShutdown()
            // Written at the end at the latest.
            var report = try await server.store.rejects(source: nil, problem: nil, limit: 10)
            while report.sources.isEmpty {
                await Task.yield()
                report = try await server.store.rejects(source: nil, problem: nil, limit: 10)
            }
            #expect(report.sources.map(\.name) == ["shop"] && report.sources.map(\.count) == [1])
            let kept = try #require(report.newest.first?.event)
            #expect(!"\(kept)".contains("ada"), "\(kept)")
        }
    }

    @Test("A database that is closed acknowledges nothing, and is not ready")
    func closed() async throws {
        try await RunningServer.with { server in
            server.store.close()
            let answer = try await server.post(RunningServer.event("a1"))
            #expect(answer.status == 503 && answer.errorCode == "database" && answer.headers["retry-after"] != nil)
            #expect(try await server.exchange("GET", "/readyz").status == 503)
            #expect(try await server.exchange("GET", "/healthz").status == 200)
        }
    }

    @Test("traceparent and the headers that the configuration names are kept with the event")
    func headers() async throws {
        var options = RunningServer.Options()
        options.keptHeaders = ["x-request-id"]
        try await RunningServer.with(options) { server in
            let more = ["traceparent": "00-1-2-01", "X-Request-ID": "r1", "X-Other": "no"]
            #expect(try await server.post(RunningServer.event("a1"), more).status == 200)
            let histories = try await server.store.histories(of: .number(EventNumber(1)))
            let record = try EventRecord(try #require(histories.first?.event.record))
            let names = record.headers?.members.compactMap(\.key.string)
            #expect(names == ["traceparent", "x-request-id"])
        }
    }

    @Test("It is ready again by itself once the database takes writes again")
    func readyAgain() async throws {
        try await RunningServer.with { server in
            try await server.execute("ALTER TABLE outbox_count RENAME TO gone")
            #expect(try await server.post(RunningServer.event("a1")).status == 503)
            for _ in 0..<3 { #expect(try await server.exchange("GET", "/readyz").status == 503) }
            try await server.execute("ALTER TABLE gone RENAME TO outbox_count")
            // Nobody hands anything over meanwhile: it looks itself, once a second at most.
            while try await server.exchange("GET", "/readyz").status != 200 { await Task.yield() }
            #expect(try await server.events == 0)
        }
    }
}
