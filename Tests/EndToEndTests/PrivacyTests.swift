import Foundation
import Testing

/// What the database, the screen and the log hold of clear identities.
@Suite("Clear identities at rest and on the screen")
struct PrivacyTests {
    /// What must not be found anywhere.
    private static let secrets = ["ada@shop.example", "Ada@shop.example", "Byronova", "4915123456789", "151 23456789"]

    /// Texts of `secrets` in the database's files, and in more texts.
    private func leaks(_ folder: OutboxFolder, _ texts: String...) throws -> [String] {
        var found: [String] = []
        for name in ["outbox.db", "outbox.db-wal"] {
            let bytes = (try? Data(contentsOf: folder.url.appendingPathComponent(name))) ?? Data()
            found += Self.secrets.filter { bytes.range(of: Data($0.utf8)) != nil }.map { "\(name): \($0)" }
        }
        for text in texts {
            found += Self.secrets.filter { text.contains($0) }.map { "\($0) in \(text.prefix(2000))" }
        }
        return found
    }

    private func all(_ result: OutboxProcess.Result) -> String { result.output + result.errors }

    @Test("A session names its tester by digests, and matches all the same")
    func session() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        let start = try await folder.outbox(
            "session", "start", "--match", "{user.email: Ada@shop.example, user.last_name: Byronova}", "--code", "TEST1"
        )
        #expect(start.status == 0, "\(all(start))")
        let properties = #""properties":{"value":1,"currency":"EUR"}"#
        let mine = Shop.event("purchase", "mine", properties)
            .replacing(#""user":{"#, with: #""user":{"email":"ada@shop.example","last_name":"BYRONOVA","#)
        try folder.write("in.ndjson", [mine, Shop.event("purchase", "other", properties)].joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain").status == 0)
        #expect(try await sandbox.tally()["test_events"] as? Int == 1)
        let list = try await folder.outbox("session", "list")
        let json = try await folder.outbox("session", "list", "--json")
        let golive = try await folder.outbox("golive", "main")
        #expect(list.output.contains("user.email"))
        #expect(try leaks(folder, all(start), all(list), all(json), all(golive)).isEmpty)
    }

    private static let filters = """
        mode: test
            test_event_code: TEST1
            # ask ada@shop.example
            filters:
              - user.last_name: Byronova
              - user.email: {in: [Ada@shop.example, "ada@shop.example"]}
              - not: {user.phone: "+49 151 23456789"}
        """

    @Test("A filter's constants are digests in the database and in what diff, golive and why print")
    func filters() async throws {
        let folder = try OutboxFolder(configuration: OutboxFolder.configuration(destination: Self.filters))
        let check = try await folder.outbox("check")
        try folder.write("in.ndjson", Shop.event("purchase", "a", #""properties":{"value":1,"currency":"EUR"}"#))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let drain = try await folder.outbox("drain")
        #expect(drain.status == 0, "\(all(drain))")
        let same = try await folder.outbox("diff")
        #expect(same.status == 0, "\(all(same))")
        let why = try await folder.outbox("why", "a")
        let show = try await folder.outbox("show", "a", "--json")
        let map = try await folder.outbox("map", "--event", "purchase")
        let golive = try await folder.outbox("golive", "main", "--keep", "user-filter")
        #expect(golive.output.contains("+    mode: live"), "\(all(golive))")
        try folder.write(
            "outbox.yml",
            OutboxFolder.configuration(
                destination: Self.filters.replacing("Byronova", with: "Smith").replacing("Ada@", with: "bob@")))
        let diff = try await folder.outbox("diff")
        #expect(diff.status == 1 && diff.output.contains("user.last_name"), "\(all(diff))")
        let json = try await folder.outbox("diff", "--json")
        let texts = [check, why, show, map, golive, diff, json].map(all)
        for text in texts { #expect(try leaks(folder, text).isEmpty) }
    }

    @Test("What an earlier version kept in clear is not shown, and rewritten when work begins")
    func rewritten() async throws {
        let folder = try OutboxFolder(configuration: OutboxFolder.configuration(destination: Self.filters))
        #expect(
            try await folder.outbox("session", "start", "--match", "user.id: 1", "--code", "T").status == 0)
        try await folder.execute(
            """
            INSERT INTO outbox_configuration(sha256, text, first_seen_at)
                VALUES (zeroblob(32), 'filters: [user.last_name: Byronova] # ada@shop.example', 1);
            UPDATE outbox_configuration SET text = text || '# ada@shop.example';
            UPDATE outbox_test_session SET condition = 'user.last_name: Byronova';
            """)
        let list = try await folder.outbox("session", "list")
        #expect(!all(list).contains("Byronova"), "\(all(list))")
        #expect(try !leaks(folder).isEmpty)
        #expect(try await folder.outbox("drain").status == 0)
        #expect(try leaks(folder).isEmpty)
    }

    @Test("An event that a producer filled oddly leaves no clear identity in the database, on the screen or in the log")
    func oddEvent() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        let odd = Shop.event(
            "purchase", "a",
            #""properties":{"value":1,"currency":"EUR","note":"call +49 151 23456789 or ada@shop.example","#
                + #""list":[[["x ada@shop.example y"]]],"ada@shop.example":{"k ada@shop.example":1},"#
                + #""esc":"\u0061da\u0040shop.example!"},"ada@shop.example":1"#
        )
        .replacing(
            #""user":{"#,
            with: #""user":{"email":["ada@shop.example"],"phone":"+49 151 23456789","last_name":"Byronova","#
                + #""login":"ada@shop.example","#)
        var lines = Data(odd.utf8)
        lines.append(Data("\n{\"event_name\":\"ada@shop.example\"\n".utf8))
        lines.append(Data([0x7B, 0x22, 0xFF]) + Data("ada@shop.example\"\n".utf8))
        lines.append(Data(#"{"event_name":"p","event_id":"b","event_time":"ada@shop.example"}"#.utf8) + Data("\n".utf8))
        lines.append(
            Data(
                Shop.event("purchase", "c", #""properties":{"value":"ada@shop.example","+49 151 23456789":{}}"#).utf8))
        try folder.write("in.ndjson", lines)
        let enqueue = try await folder.outbox("enqueue", "in.ndjson")
        #expect(enqueue.status == 1, "\(all(enqueue))")
        let drain = try await folder.outbox("drain")
        var shown = [enqueue, drain]
        for arguments in [["a"], ["a", "--json"]] {
            shown.append(
                try await OutboxProcess.run(["show"] + arguments, in: folder.url, environment: OutboxFolder.environment)
            )
            shown.append(
                try await OutboxProcess.run(["why"] + arguments, in: folder.url, environment: OutboxFolder.environment))
        }
        shown.append(try await folder.outbox("list", "--json"))
        #expect(try await sandbox.tally()["distinct"] as? Int == 1, "\(all(drain))")
        for result in shown { #expect(try leaks(folder, all(result)).isEmpty) }
    }

    @Test("Of the access token `check` shows the last 4 characters and 8 digits of its SHA-256; nothing else shows any")
    func token() async throws {
        let token = "tok-0a1b2c3d4e5f60718293-WXYZ"
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        try await folder.enqueue(1)
        let environment = ["TIKTOK_ACCESS_TOKEN": token]
        let check = try await folder.outbox("check", environment: environment)
        let line = try #require(check.output.split(separator: "\n").first { $0.contains("access_token") })
        #expect(line.contains("...WXYZ (sha256 ") && !all(check).contains("-WXYZ"), "\(line)")
        #expect(try #require(line.split(separator: " ").last).count == "01234567)".count)
        // TikTok refuses it, which is logged and recorded.
        let drain = try await folder.outbox("drain", environment: environment)
        #expect(drain.status == 5, "\(all(drain))")
        let status = try await folder.outbox("status", environment: environment)
        let bytes = try Data(contentsOf: folder.url.appendingPathComponent("outbox.db"))
        #expect(bytes.range(of: Data("WXYZ".utf8)) == nil && !(all(drain) + all(status)).contains("WXYZ"))
    }

    @Test("What operators write down is kept without; an event is found by the id that its producer knows")
    func operators() async throws {
        let folder = try OutboxFolder()
        try folder.write("in.ndjson", Shop.event("purchase", "o-ada@shop.example-1"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let why = "asked by ada@shop.example, +49 151 23456789"
        let shown = [
            try await folder.outbox("pause", "main", "--why", why), try await folder.outbox("status"),
            try await folder.outbox("resume", "main", "--why", why),
            try await folder.outbox("consent", "withdraw", "7", "--why", why),
            try await folder.outbox("show", "o-ada@shop.example-1"),
            try await folder.outbox("why", "o-ada@shop.example-1"),
            try await folder.outbox("cancel", "o-ada@shop.example-1", "--yes", "--why", why),
        ]
        for result in shown {
            #expect(result.status == 0, "\(all(result))")
            #expect(try leaks(folder, all(result)).isEmpty)
        }
        #expect(try folder.count("SELECT count(*) FROM outbox_operator_action WHERE why LIKE 'asked by %, %'") == 4)
    }

    @Test(
        "A CSV file's header, cells and wrong rows leave none either; the rejects file holds them for its owner alone")
    func csv() async throws {
        let folder = try OutboxFolder()
        try folder.write(
            "in.csv",
            """
            event_name,event_id,event_time,user.email,properties.value,properties.note,ada@shop.example
            purchase,a,\(Shop.time),ada@shop.example,1,see ada@shop.example,x
            purchase,b,\(Shop.time),,ada@shop.example,,
            """)
        let refused = try await folder.outbox("enqueue", "in.csv", "--rejects", "no.ndjson")
        try folder.write(
            "ok.csv",
            """
            event_name,event_id,event_time,user.email,properties.value,properties.note
            purchase,a,\(Shop.time),ada@shop.example,1,see ada@shop.example
            purchase,b,\(Shop.time),,ada@shop.example,
            purchase,c,\(Shop.time),,1,x,ada@shop.example
            """)
        let taken = try await folder.outbox("enqueue", "ok.csv", "--rejects", "no.ndjson")
        #expect(taken.status == 1, "\(all(taken))")
        #expect(try folder.events() == 1)
        #expect(try leaks(folder, all(refused), all(taken)).isEmpty)
        let rejects = folder.url.appendingPathComponent("no.ndjson")
        #expect(try String(contentsOf: rejects, encoding: .utf8).contains("ada@shop.example"))
        let mode = try FileManager.default.attributesOfItem(atPath: rejects.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}
