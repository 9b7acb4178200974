import OutboxCore
import OutboxSQLite
import OutboxTestSupport
import Testing

@testable import OutboxServer

@Suite("Looking an event up and taking it back", .timeLimit(.minutes(2)))
struct LookupTests {
    private static func headers(_ source: String) -> [String: String] {
        ["Authorization": "Bearer \(RunningServer.key(source))"]
    }

    @Test("Its own source sees its state by destination")
    func state() async throws {
        try await RunningServer.with { server in
            _ = try await server.post(RunningServer.event("ord/1 ü"))
            let answer = try await server.exchange("GET", "/v1/events/ord%2F1%20%C3%BC", Self.headers("shop"))
            #expect(answer.status == 200)
            let event = try #require(answer.json?["events"]?[0])
            #expect(event["event_id"]?.string == "ord/1 ü" && event["event_name"]?.string == "purchase")
            let delivery = try #require(event["deliveries"]?[0])
            #expect(delivery["destination"]?.string == "main" && delivery["state"]?.string == "queued")
        }
    }

    @Test("Another source is told that there is none, and takes nothing back")
    func foreign() async throws {
        try await RunningServer.with { server in
            _ = try await server.post(RunningServer.event("a1"))
            for method in ["GET", "DELETE"] {
                let foreign = try await server.exchange(method, "/v1/events/a1", Self.headers("other"))
                let unknown = try await server.exchange(method, "/v1/events/a2", Self.headers("other"))
                #expect(foreign.status == 404 && foreign.errorCode == "unknown_event")
                #expect(foreign.body == unknown.body)
                #expect(try await server.exchange(method, "/v1/events/a1").status == 401)
            }
            let own = try await server.exchange("GET", "/v1/events/a1", Self.headers("shop"))
            #expect(own.json?["events"]?[0]?["deliveries"]?[0]?["state"]?.string == "queued")
        }
    }

    @Test("DELETE takes back what waits, and says so the second time too")
    func cancel() async throws {
        try await RunningServer.with { server in
            _ = try await server.post(RunningServer.event("a1"))
            for result in ["cancelled", "already_cancelled"] {
                let answer = try await server.exchange("DELETE", "/v1/events/a1", Self.headers("shop"))
                #expect(answer.status == 200)
                #expect(answer.json?["events"]?[0]?["deliveries"]?[0]?["result"]?.string == result, "\(answer.body)")
            }
            let answer = try await server.exchange("GET", "/v1/events/a1", Self.headers("shop"))
            #expect(answer.json?["events"]?[0]?["deliveries"]?[0]?["state"]?.string == "cancelled")
        }
    }

    @Test("What is taken back after a request broke off may have arrived", arguments: [true, false])
    func tooLate(_ mayHaveArrived: Bool) async throws {
        try await RunningServer.with { server in
            _ = try await server.post(RunningServer.event("a1"))
            let sent = try await Self.send(server)
            let outcome = DeliveryOutcome(
                key: sent.members[0], next: .queued(.retry, dueAt: server.clock.now), verdict: .tryLater,
                mayHaveArrived: mayHaveArrived)
            try await server.store.close(
                AttemptClosing(
                    lane: sent.lane, attempt: sent.attempt, closedAt: server.clock.now,
                    answer: Answer(.tryLater(after: .zero)), outcomes: [outcome]))
            for result in ["cancelled", "already_cancelled"] {
                let answer = try await server.exchange("DELETE", "/v1/events/a1", Self.headers("shop"))
                let delivery = answer.json?["events"]?[0]?["deliveries"]?[0]
                #expect(delivery?["result"]?.string == result, "\(answer.body)")
                #expect(delivery?["may_have_arrived"]?.bool == mayHaveArrived, "\(answer.body)")
            }
        }
    }

    /// Sends everything that waits at `main`, and waits for its answer.
    private static func send(
        _ server: RunningServer
    ) async throws -> (lane: Lane, attempt: AttemptID, members: [DeliveryKey]) {
        let clock = server.clock
        let registry = try await server.store.register(
            Registration(
                sources: [], destinations: ["main"], configurationSHA256: [UInt8](repeating: 7, count: 32),
                configurationText: "x"), at: clock.now)
        let main = try #require(registry.destinations["main"])
        let lane = try await server.store.takeOver(
            TakeOverRequest(destination: main, owner: "test", now: clock.now, mayResend: true)
        ).lane
        let members = try await server.store.claim(lane, limit: 10, now: clock.now).deliveries.map(\.key)
        let opening = try await server.store.open(
            AttemptOpening(lane: lane, configuration: registry.configuration, openedAt: clock.now, members: members))
        guard case .opened(let attempt) = opening else {
            Issue.record("not opened: \(opening)")
            throw CancellationError()
        }
        return (lane, attempt, members)
    }

    @Test("What is another order's own id takes back the order of this event_id alone")
    func sameText() async throws {
        try await RunningServer.with { server in
            _ = try await server.post(RunningServer.event("20010", #","id":1042"#))
            _ = try await server.post(RunningServer.event("30000", #","id":20010"#))
            _ = try await server.post(RunningServer.event("30000", #","id":1042"#), as: "other")
            let answer = try await server.exchange("DELETE", "/v1/events/20010", Self.headers("shop"))
            #expect(answer.json?["events"]?.count == 1 && answer.json?["events"]?[0]?["event_id"]?.string == "20010")
            let other = try await server.exchange("GET", "/v1/events/30000", Self.headers("shop"))
            #expect(other.json?["events"]?[0]?["deliveries"]?[0]?["state"]?.string == "queued")
            let byID = try await server.exchange("GET", "/v1/events/1042", Self.headers("other"))
            #expect(byID.json?["events"]?[0]?["event_id"]?.string == "30000")
        }
    }

    @Test("What is on its way cannot be taken back, and what has arrived neither")
    func late() async throws {
        try await RunningServer.with { server in
            _ = try await server.post(RunningServer.event("a1"))
            let sent = try await Self.send(server)
            #expect(sent.members.count == 1)
            let sending = try await server.exchange("DELETE", "/v1/events/a1", Self.headers("shop"))
            #expect(
                sending.json?["events"]?[0]?["deliveries"]?[0]?["result"]?.string == "being_sent", "\(sending.body)")
            let outcomes = sent.members.map { DeliveryOutcome(key: $0, next: .delivered(nil), verdict: .delivered) }
            try await server.store.close(
                AttemptClosing(
                    lane: sent.lane, attempt: sent.attempt, closedAt: server.clock.now, answer: Answer(.delivered),
                    outcomes: outcomes))
            let done = try await server.exchange("DELETE", "/v1/events/a1", Self.headers("shop"))
            #expect(
                done.json?["events"]?[0]?["deliveries"]?[0]?["result"]?.string == "already_delivered", "\(done.body)")
        }
    }
}
