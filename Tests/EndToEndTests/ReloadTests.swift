import Foundation
import OutboxTestSupport
import Testing

@Suite("outbox reload and diff")
struct ReloadTests {
    @Test("A changed file is taken up while serve runs; one with an error changes nothing, and both say so")
    func reload() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration("events: {purchase: CompletePayment}"))
        let serve = try await ServeProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration("events: {purchase: Subscribe}"))
        let diff = try await folder.outbox("diff", "--json")
        #expect(diff.status == 1, "\(diff.output)\(diff.errors)")
        let changes = try #require(try diff.object()["differences"] as? [[String: Any]])
        #expect(changes.map { $0["path"] as? String } == ["destinations.main.events.purchase"], "\(changes)")
        #expect(changes.first?["before"] as? String == "CompletePayment")
        let reload = try await folder.outbox("reload", "--json")
        #expect(reload.status == 0, "\(reload.output)\(reload.errors)\(serve.text)")
        #expect((try reload.object()["taken"] as? [String])?.count == 1)
        #expect(try await folder.outbox("diff").status == 0)
        try folder.write("in.ndjson", Shop.event("purchase", "e1"))
        #expect(try await folder.outbox("enqueue", "in.ndjson", "--live").status == 0)
        #expect(try await folder.outbox("drain", "--timeout", "20s").status == 0)
        #expect((try await sandbox.tally()["by_event"] as? NSDictionary) == ["Subscribe": 1])
        #expect(try folder.count("SELECT count(DISTINCT configuration) FROM outbox_delivery") == 1)

        try folder.write("outbox.yml", sandbox.configuration("evnts: {purchase: Contact}"))
        #expect(try await folder.outbox("reload").status == 3)
        serve.hangUp()
        try await serve.wait(for: "configuration not reloaded, the old one stays")
        #expect(serve.text.contains("unknown key"), "\(serve.text)")
        try folder.write("outbox.yml", sandbox.configuration("events: {purchase: Contact}"))
        serve.hangUp()
        try await serve.wait(for: "asked_by=SIGHUP revision=")
        try folder.write("in2.ndjson", Shop.event("purchase", "e2"))
        #expect(try await folder.outbox("enqueue", "in2.ndjson", "--live").status == 0)
        #expect(try await folder.outbox("drain", "--timeout", "20s").status == 0)
        #expect((try await sandbox.tally()["by_event"] as? NSDictionary) == ["Subscribe": 1, "Contact": 1])
        #expect(try folder.count("SELECT count(DISTINCT configuration) FROM outbox_delivery") == 2)
        try await serve.stop()
    }

    @Test("A configuration that this process cannot work by is refused by it: exit 3, and it goes on")
    func refused() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        let serve = try await ServeProcess(in: folder)
        try folder.write(
            "outbox.yml",
            sandbox.configuration().replacingOccurrences(of: "TIKTOK_ACCESS_TOKEN", with: "ANOTHER_TOKEN"))
        // The variable is set for the one who asks, but not for the process that runs.
        let reload = try await folder.outbox(
            "reload", environment: ["ANOTHER_TOKEN": "0123456789abcdef0123456789abcdef"])
        #expect(reload.status == 3, "\(reload.output)\(reload.errors)")
        #expect(reload.output.contains("goes on as before"), "\(reload.output)")
        #expect(reload.output.contains("ANOTHER_TOKEN"), "\(reload.output)")
        try await serve.stop()
    }

    @Test("Processes that only take events are asked as well, alone and beside one that delivers")
    func ingestAlone() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let port = try await HTTPOutbox.freePort()
        let keys = ["SHOP_KEY": HTTPOutbox.key, "NEW_KEY": "another-key-0123456789"]
        func write(_ key: String) throws {
            try folder.write(
                "outbox.yml",
                OutboxFolder.configuration(source: "key: {env: \(key)}") + "\nlisten: 127.0.0.1:\(port)\n")
        }
        func post(_ key: String) async throws -> Int? {
            try await HTTPOutbox.exchange(port, "POST", "/v1/events", Shop.event("purchase", "r1"), key: key).status
        }
        try write("SHOP_KEY")
        let ingest = try RunningOutbox("serve", "--only", "ingest", in: folder, environment: keys)
        try await ingest.says("ready")
        try write("NEW_KEY")
        let alone = try await folder.outbox("reload", "--json")
        #expect(alone.status == 0, "\(alone.output)\(alone.errors)\(ingest.text)")
        #expect((try alone.object()["taken"] as? [String])?.count == 1, "\(alone.output)")
        #expect(try await post(HTTPOutbox.key) == 401)
        let work = try RunningOutbox("serve", "--only", "work", in: folder)
        try await work.says("ready")
        let both = try await folder.outbox("reload", "--json")
        #expect((try both.object()["taken"] as? [String])?.count == 2, "\(both.output)\(both.errors)\(work.text)")
        try write("MISSING_KEY")
        let refused = try await folder.outbox("reload")
        #expect(refused.status == 3 && refused.output.contains("goes on as before"), "\(refused.output)")
        #expect(refused.output.contains("a key in a file; MISSING_KEY is seen after a restart alone"))
        #expect(try await post("another-key-0123456789") == 200)
        #expect(await ingest.end(SIGKILL) == SIGKILL)
        #expect(await work.end() == 0, "\(work.text)")
        let nobody = try await folder.outbox("reload")
        #expect(nobody.status == 4, "\(nobody.output)\(nobody.errors)")
    }

    @Test(
        "A serve that starts with a changed file takes one along that runs, so that a new destination gets its events",
        arguments: [("ingest", "work"), ("work", "ingest")])
    func takenAlong(older: String, newer: String) async throws {
        let folder = try OutboxFolder(configuration: nil)
        let port = try await HTTPOutbox.freePort()
        let configuration =
            "listen: 127.0.0.1:\(port)\n" + OutboxFolder.configuration(source: "key: {env: SHOP_KEY}")
        try folder.write("outbox.yml", configuration)
        let first = try RunningOutbox("serve", "--only", older, in: folder, environment: HTTPOutbox.environment)
        try await first.says("ready")
        try folder.write(
            "outbox.yml", configuration + "\n  second:\n    like: main\n    events: {purchase: Subscribe}\n")
        let second = try RunningOutbox("serve", "--only", newer, in: folder, environment: HTTPOutbox.environment)
        try await second.says("ready")
        try await first.says("configuration reloaded")
        let taken = try await HTTPOutbox.exchange(port, "POST", "/v1/events", Shop.event("purchase", "r1"))
        #expect(taken.status == 200, "\(taken.text)")
        try await eventually("both destinations are done") {
            try folder.count("SELECT count(*) FROM outbox_delivery WHERE state <> 0") == 2
        }
        for process in [first, second] {
            #expect(await process.end() == 0, "\(process.text)")
            #expect(!process.text.contains("warning"), "\(process.text)")
        }
    }

    @Test("A serve that reads another file is not followed; the log of both says so")
    func anotherFile() async throws {
        let folder = try OutboxFolder()
        let first = try RunningOutbox("serve", "--only", "work", in: folder)
        try await first.says("ready")
        try folder.write("other.yml", OutboxFolder.configuration() + "\n# another\n")
        let second = try RunningOutbox("serve", "--only", "work", "--config", "other.yml", in: folder)
        try await second.says("ready")
        try await first.says("another process works by another configuration")
        #expect(await second.end() == 0, "\(second.text)")
        #expect(await first.end() == 0, "\(first.text)")
        #expect(!first.text.contains("configuration reloaded"), "\(first.text)")
    }

    @Test("Nobody there to ask is exit 4")
    func nobody() async throws {
        let folder = try OutboxFolder()
        try folder.write("in.ndjson", OutboxFolder.lines(0..<1)[0])
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let reload = try await folder.outbox("reload")
        #expect(reload.status == 4, "\(reload.output)\(reload.errors)")
        #expect(reload.errors.contains("no `outbox serve` is running"), "\(reload.output)\(reload.errors)")
        let diff = try await folder.outbox("diff", "--json")
        #expect(diff.status == 4, "\(diff.output)\(diff.errors)")
        #expect((try diff.object()["error"] as? [String: Any])?["code"] as? String == "nothing_in_force")
    }

    @Test("diff --events says what would become otherwise of real events, field by field")
    func events() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write(
            "in.ndjson",
            [
                Shop.event("purchase", "e1", #""properties":{"value":10,"currency":"EUR"}"#),
                Shop.event("view_item", "e2"), Shop.event("add_to_cart", "e3"),
            ].joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain").status == 0)
        try folder.write(
            "outbox.yml",
            sandbox.configuration(
                """
                map: {properties.value: "properties.value | round(1)"}
                    filters: [event_name: [purchase, view_item]]
                """))
        let diff = try await folder.outbox("diff", "--events", "in.ndjson")
        #expect(diff.status == 1, "\(diff.output)\(diff.errors)")
        #expect(diff.output.contains("in.ndjson:3  add_to_cart -> main"), "\(diff.output)")
        #expect(diff.output.contains("now     skipped: filter"), "\(diff.output)")
        #expect(!diff.output.contains("in.ndjson:2"), "\(diff.output)")
        let list = try await folder.outbox("diff", "--list", "--json")
        let revisions = try #require(try list.json() as? [[String: Any]])
        let first = try #require(revisions.compactMap { $0["revision"] as? String }.last)
        #expect(try await folder.outbox("diff", first).status == 1)
        #expect(try await folder.outbox("diff", "zzzz").status == 2)
    }
}
