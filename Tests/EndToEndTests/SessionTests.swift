import Foundation
import Testing

@Suite("outbox session, consent and replay")
struct SessionTests {
    @Test("In live mode my events carry the code, the others count; the session is listed and stopped")
    func live() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        let start = try await folder.outbox(
            "session", "start", "--match", "user.id: \"1042\"", "--code", "TEST1", "--for", "2h", "--json")
        #expect(start.status == 0, "\(start.output)\(start.errors)")
        let id = try #require(try start.object()["id"] as? Int)
        try folder.write(
            "in.ndjson",
            [Shop.event("purchase", "mine"), Shop.event("purchase", "other", user: "7")]
                .joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain").status == 0)
        let tally = try await sandbox.tally()
        #expect(tally["test_events"] as? Int == 1, "\(tally)")
        #expect(tally["distinct"] as? Int == 1, "\(tally)")
        #expect(try await folder.outbox("why", "mine").output.contains("under a test code"))
        let list = try await folder.outbox("session", "list")
        #expect(list.output.contains("TEST1") && list.output.contains("left"), "\(list.output)")
        #expect(list.output.contains("a new session in Events Manager has a new code"), "\(list.output)")
        #expect(try await folder.outbox("session", "stop", "\(id)").status == 0)
        #expect(try await folder.outbox("session", "stop", "99").status == 1)
        let after = try #require(try await folder.outbox("session", "list", "--json").json() as? [[String: Any]])
        #expect(after.first?["running"] as? Bool == false)
    }

    @Test("In live mode a session that names no tester is refused, and started with --yes")
    func everybody() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        let start = ["session", "start", "--match", "event_name: {exists: true}", "--code", "TEST1", "--json"]
        let refused = try await folder.outbox(start)
        #expect(refused.status == 2, "\(refused.output)\(refused.errors)")
        #expect(refused.output.contains("names no tester") && refused.output.contains("--yes"), "\(refused.output)")
        #expect(try await folder.outbox("session", "list").output.contains("TEST1") == false)
        #expect(try await folder.outbox(start + ["--yes"]).status == 0)
    }

    @Test("In test mode the others are skipped: session_only, and why says which condition decided")
    func test() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write(
            "outbox.yml",
            OutboxFolder.configuration(
                destination: Shop.destination(sandbox, "mode: test", "test_event_code: TEST9")))
        #expect(
            try await folder.outbox("session", "start", "--match", "user.id: \"1042\"", "--code", "TEST1").status == 0)
        try folder.write(
            "in.ndjson",
            [Shop.event("purchase", "mine"), Shop.event("purchase", "other", user: "7")]
                .joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain").status == 0)
        #expect(try await sandbox.tally()["test_events"] as? Int == 1)
        let why = try await folder.outbox("why", "other")
        #expect(why.output.contains("a test session was running that it is not part of"), "\(why.output)")
        #expect(why.output.contains("user.id: expected"), "\(why.output)")
    }

    @Test(
        "A condition that cannot be read, one that matches all, and a bad code are exit 2",
        arguments: [["user.id: {is: 1}", "T"], ["[", "T"], ["{}", "T"], ["user.id: 1", "a b"], ["usr.id: 1", "T"]])
    func wrong(_ arguments: [String]) async throws {
        let folder = try OutboxFolder()
        let result = try await folder.outbox(
            "session", "start", "--match", arguments[0], "--code", arguments[1], "--json")
        #expect(result.status == 2, "\(result.output)\(result.errors)")
        #expect(try result.object()["error"] != nil)
    }

    @Test("A withdrawal stops what waits already, and a restored user's events can be replayed")
    func consent() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write(
            "in.ndjson", [Shop.event("purchase", "a"), Shop.event("purchase", "b", user: "7")].joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let withdraw = try await folder.outbox("consent", "withdraw", "-", input: Data("1042\n".utf8))
        #expect(withdraw.status == 0, "\(withdraw.output)\(withdraw.errors)")
        #expect(try await folder.outbox("drain").status == 0)
        #expect(try await sandbox.tally()["distinct"] as? Int == 1)
        let why = try await folder.outbox("why", "a")
        #expect(why.output.contains("withdrew consent"), "\(why.output)")
        #expect(why.output.contains("next: outbox consent list"), "\(why.output)")
        let list = try await folder.outbox("consent", "list", "--json")
        #expect(try list.object()["total"] as? Int ?? 0 >= 1, "\(list.output)")
        #expect(!list.output.contains("1042"))
        let known = try await folder.outbox("consent", "list", "7", "--json")
        #expect(try known.object()["total"] as? Int == 0, "\(known.output)")
        #expect(try await folder.outbox("consent", "restore", "1042").status == 0)
        #expect(try await folder.outbox("consent", "restore", "1042").status == 1)
        let replay = try await folder.outbox("replay", "a", "--yes")
        #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
        #expect(try await folder.outbox("drain").status == 0)
        #expect(try await sandbox.tally()["distinct"] as? Int == 2)
        #expect(try await folder.outbox("consent", "withdraw").status == 2)
    }

    @Test("A withdrawal also stops events that name the user by a mapping from another field")
    func consentOfAMappedUser() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write(
            "outbox.yml",
            sandbox.configuration()
                + "\n    map: {user.email: properties.customer_mail, user.external_id: properties.no}")
        try folder.write(
            "in.ndjson",
            [
                Shop.event(
                    "purchase", "a", #""properties":{"customer_mail":"ada@shop.example","value":1,"currency":"EUR"}"#),
                Shop.event("purchase", "b", #""properties":{"no":"K-77","value":1,"currency":"EUR"}"#),
                Shop.event("purchase", "c", #""properties":{"no":"K-78","value":1,"currency":"EUR"}"#),
            ].joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let withdraw = try await folder.outbox("consent", "withdraw", "Ada@shop.example", "K-77")
        #expect(withdraw.status == 0, "\(withdraw.output)\(withdraw.errors)")
        let drain = try await folder.outbox("drain", "--timeout", "20s")
        #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
        #expect(try await sandbox.tally()["distinct"] as? Int == 1)
        for id in ["a", "b"] {
            #expect(try await folder.outbox("why", id).output.contains("withdrew consent"))
        }
    }

    @Test("A withdrawal says what it understood, and warns of a phone number without its country code")
    func understood() async throws {
        let folder = try OutboxFolder()
        let local = try await folder.outbox("consent", "withdraw", "06 12 34 56 78", "ada@shop.example", "--json")
        #expect(local.status == 0, "\(local.output)\(local.errors)")
        #expect(local.errors.contains("user 1 is taken as an id alone"), "\(local.errors)")
        #expect(local.errors.contains("identity.phone_region"), "\(local.errors)")
        let counts = try #require(try local.object()["read_as"] as? [String: Int])
        #expect(counts == ["id": 2, "email": 1, "phone": 0, "digest": 0])
        #expect((try local.object()["warnings"] as? [Any])?.count == 1)
        let plain = try await folder.outbox("consent", "withdraw", "+33612345678")
        #expect(plain.output.contains("1 user: 1 as an id, 1 as a phone number"), "\(plain.output)")
        #expect(plain.errors.isEmpty, "\(plain.errors)")
        #expect(!(local.errors + plain.output).contains("12 34") && !plain.output.contains("33612345678"))
    }

    @Test("Events go to a destination that was added later")
    func replayTo() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write(
            "in.ndjson", (0..<5).map { Shop.event("purchase", "e\($0)") }.joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain").status == 0)
        try folder.write(
            "outbox.yml",
            sandbox.configuration() + "\n  second:\n    like: main\n    events: {purchase: Subscribe}\n    mode: live\n"
        )
        let preview = try await folder.outbox("replay", "--to", "second", "--since", "1h")
        #expect(preview.status == 2, "\(preview.output)\(preview.errors)")
        #expect(preview.errors.contains("5 would be replayed to second"), "\(preview.errors)")
        let replay = try await folder.outbox("replay", "--to", "second", "--since", "1h", "--yes", "--json")
        #expect(try replay.object()["changed"] as? Int == 5, "\(replay.output)\(replay.errors)")
        #expect(try await folder.outbox("drain").status == 0)
        let byEvent = try #require(try await sandbox.tally()["by_event"] as? [String: Any])
        #expect(byEvent as NSDictionary == ["CompletePayment": 5, "Subscribe": 5])
        #expect(try await folder.outbox("replay", "--to", "third", "--yes").status == 3)
        #expect(try await folder.outbox("replay").status == 2)
    }
}
