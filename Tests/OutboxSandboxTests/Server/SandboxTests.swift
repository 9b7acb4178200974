import OutboxCore
import Testing

@testable import OutboxSandbox

@Suite("The sandbox", .timeLimit(.minutes(1)))
struct SandboxTests {
    private func with(
        _ settings: SandboxSettings = SandboxSettings(), _ body: (PlainClient) async throws -> Void
    ) async throws {
        let sandbox = try Sandbox(settings: settings)
        try await sandbox.withRunning { port in try await body(PlainClient(port: port)) }
    }

    @Test("answers as TikTok does, in an HTTP 200 also where it refuses")
    func answers() async throws {
        try await with { client in
            var answer = try await client.post(Sandbox.trackPath, Requests.body([Requests.event()]))
            #expect(answer.status == 200)
            #expect(answer.body == #"{"code":0,"message":"OK","request_id":"sandbox-1","data":{}}"#)
            answer = try await client.post(Sandbox.trackPath, Requests.body(["7"]))
            #expect(answer.status == 200)
            #expect(answer.body.hasPrefix(#"{"code":40002,"message":"Invalid value for data. 0 ."#))
            answer = try await client.post(Sandbox.trackPath, Requests.body([Requests.event()]), token: nil)
            #expect(answer.body.hasPrefix(#"{"code":40104,"#))
        }
    }

    @Test("keeps a tally that can be read and emptied")
    func tally() async throws {
        try await with { client in
            _ = try await client.post(Sandbox.trackPath, Requests.body([Requests.event(), Requests.event(id: "e2")]))
            _ = try await client.post(Sandbox.trackPath, Requests.body(["7"]))
            let tally = try await client.get("/tally")
            #expect(tally.body.hasPrefix(#"{"requests":2,"refused_requests":1,"events":2,"distinct":2,"#))
            #expect(tally.body.contains(#""value":{"USD":25}"#))
            let empty = try await client.post("/reset", [])
            #expect(empty.body.hasPrefix(#"{"requests":0,"#))
        }
    }

    @Test("changes its faults while it runs, and says what is wrong with a wish")
    func faults() async throws {
        try await with { client in
            var answer = try await client.post("/faults", Array(#"{"server-error":1}"#.utf8))
            #expect(answer.status == 200)
            #expect(answer.body.hasPrefix(#"{"server-error":1.0,"#))
            answer = try await client.post(Sandbox.trackPath, Requests.body([Requests.event()]))
            #expect(answer.body.hasPrefix(#"{"code":50000,"#))
            answer = try await client.post("/faults", Array(#"{"sever-error":1}"#.utf8))
            #expect(answer.status == 400)
            #expect(answer.body.contains("sever-error"))
            #expect(try await client.get("/faults").body.hasPrefix(#"{"server-error":1.0,"#))
            #expect(try await client.get("/tally").body.hasPrefix(#"{"requests":1,"refused_requests":0,"#))
        }
    }

    @Test("resets the connection, before or after it took the events", arguments: [Fault.resetBefore, .resetAfter])
    func resets(fault: Fault) async throws {
        try await with { client in
            _ = try await client.post("/faults", Array(#"{"next":["\#(fault.rawValue)"]}"#.utf8))
            await #expect(throws: PlainClient.Reset.self) {
                try await client.exchange(client.request("POST", Sandbox.trackPath, Requests.body([Requests.event()])))
            }
            let taken = fault == .resetAfter ? 1 : 0
            #expect(try await client.get("/tally").body.contains(#""events":\#(taken),"#))
        }
    }

    @Test("is found nowhere else than at its addresses")
    func addresses() async throws {
        try await with { client in
            let root = try await client.get("/")
            #expect(root.status == 404)
            #expect(root.body.hasPrefix(#"{"code":40400,"#))
            #expect(try await client.get(Sandbox.trackPath).status == 405)
            #expect(try await client.post("/open_api/v1.2/pixel/track/", []).status == 404)
        }
    }

    @Test("answers later if it is told to")
    func delay() async throws {
        var settings = SandboxSettings()
        settings.delay = .milliseconds(40)
        try await with(settings) { client in
            let clock = ContinuousClock()
            let start = clock.now
            _ = try await client.post(Sandbox.trackPath, Requests.body([Requests.event()]))
            #expect(clock.now - start >= .milliseconds(40))
        }
    }

    @Test("ends with its task, though a request hangs")
    func ends() async throws {
        try await with { client in
            _ = try await client.post("/faults", Array(#"{"hang":1}"#.utf8))
            try client.send(client.request("POST", Sandbox.trackPath, Requests.body([Requests.event()])))
            while try await !client.get("/tally").body.hasPrefix(#"{"requests":1,"#) {}
        }
    }

    @Test("cannot listen where somebody else does")
    func portInUse() async throws {
        try await with { client in
            var settings = SandboxSettings()
            settings.port = client.port
            await #expect(throws: (any Error).self) { try await with(settings) { _ in } }
        }
    }
}
