import Foundation
import Testing

@Suite("outbox enqueue")
struct EnqueueTests {
    @Test("takes an import once, however often it is run")
    func repeated() async throws {
        let folder = try OutboxFolder()
        try folder.write("events.ndjson", OutboxFolder.lines(0..<2500).joined(separator: "\n"))
        let first = try await folder.outbox("enqueue", "events.ndjson", "--json")
        #expect(try first.object() as NSDictionary == ["accepted": 2500, "duplicates": 0, "rejected": 0])
        let second = try await folder.outbox("enqueue", "events.ndjson", "--json")
        #expect(try second.object() as NSDictionary == ["accepted": 0, "duplicates": 2500, "rejected": 0])
        #expect(second.status == 0)
        #expect(try folder.events() == 2500)
    }

    @Test("reads stdin, and keeps rejects in a file for the owner alone")
    func standardInput() async throws {
        let folder = try OutboxFolder()
        let input = (OutboxFolder.lines(0..<2) + ["{}"]).joined(separator: "\n")
        let result = try await folder.outbox(
            "enqueue", "-", "--format", "ndjson", "--rejects", "rejects.ndjson", input: Data(input.utf8))
        #expect(result.status == 1, "\(result.errors)")
        let rejects = folder.url.appendingPathComponent("rejects.ndjson")
        let line = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: rejects)) as? [String: Any])
        #expect(line["line"] as? Int == 3)
        #expect(line["input"] as? String == "{}")
        let mode = try FileManager.default.attributesOfItem(atPath: rejects.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("a stray quotation mark costs its own row alone, and what is too long says which lines are missing")
    func strayQuote() async throws {
        let folder = try OutboxFolder()
        var rows = ["event_name,event_id,event_time,user.id"]
        rows += (0..<4000).map { "purchase,s\($0),\(Shop.time),1" }
        rows[1000] = "purchase,stray,\(Shop.time),\"1"
        rows[3990] = "purchase,last,\(Shop.time),\"1"
        rows[2000] = "purchase,long,\(Shop.time)," + String(repeating: "x", count: 2_000_000)
        try folder.write("in.csv", rows.joined(separator: "\n") + "\n")
        let result = try await folder.outbox("enqueue", "in.csv", "--rejects", "no.ndjson", "--json")
        #expect(try result.object() as NSDictionary == ["accepted": 3997, "duplicates": 0, "rejected": 3])
        let kept = try String(contentsOf: folder.url.appendingPathComponent("no.ndjson"), encoding: .utf8)
            .split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        try #require(kept.map { $0?["line"] as? Int } == [1001, 2001, 3991])
        #expect([kept[0], kept[2]].map { $0?["input"] as? String } == [rows[1000], rows[3990]])
        let left = try #require(kept[1]?["left_out"] as? Int)
        #expect(left + ((kept[1]?["input"] as? String)?.utf8.count ?? 0) == rows[2000].utf8.count)
        #expect(
            result.errors.contains("line 2001, \(rows[2000].utf8.count) bytes, of which the first"), "\(result.errors)")
    }

    @Test("what is not UTF-8 is kept byte for byte")
    func latin1() async throws {
        let folder = try OutboxFolder()
        let line = Data("purchase,1,2026-11-26T04:00:00Z,caf".utf8) + [0xE9]
        try folder.write("in.csv", Data("event_name,event_id,event_time,properties.description\n".utf8) + line + [0x0A])
        #expect(try await folder.outbox("enqueue", "in.csv", "--rejects", "no.ndjson").status == 1)
        let kept = try Data(contentsOf: folder.url.appendingPathComponent("no.ndjson"))
        let reject = try #require(try JSONSerialization.jsonObject(with: kept) as? [String: Any])
        #expect((reject["input_base64"] as? String).flatMap { Data(base64Encoded: $0) } == line)
    }

    @Test("leaves a rejects file that holds something as it is, and imports nothing then")
    func keptRejects() async throws {
        let folder = try OutboxFolder()
        try folder.write("good.ndjson", OutboxFolder.lines(0..<2).joined(separator: "\n"))
        try folder.write("bad.ndjson", "{}")
        #expect(try await folder.outbox("enqueue", "bad.ndjson", "--rejects", "kept.ndjson").status == 1)
        let kept = try Data(contentsOf: folder.url.appendingPathComponent("kept.ndjson"))
        for file in ["good.ndjson", "bad.ndjson"] {
            let refused = try await folder.outbox("enqueue", file, "--rejects", "kept.ndjson", "--json")
            #expect(refused.status == 2, "\(refused.output)\(refused.errors)")
            let error = try #require(try refused.object()["error"] as? [String: Any])
            #expect(error["code"] as? String == "file_exists" && error["path"] as? String == "kept.ndjson")
            #expect((error["message"] as? String)?.contains("move it away, or name another file") == true)
        }
        #expect(try Data(contentsOf: folder.url.appendingPathComponent("kept.ndjson")) == kept)
        #expect(try folder.events() == 0)
        // Where nothing is rejected the file stays empty, and serves the next time.
        for _ in 0..<2 {
            #expect(try await folder.outbox("enqueue", "good.ndjson", "--rejects", "empty.ndjson").status == 0)
        }
    }

    @Test("takes a pipe for the rejects, and leaves its mode alone")
    func rejectsIntoAPipe() async throws {
        let folder = try OutboxFolder()
        try folder.write("bad.ndjson", "{}")
        let result = try await folder.outbox(
            "enqueue", "bad.ndjson", "--rejects", "pipe",
            wrapper: [
                "bash", "-c", "mkfifo -m 644 pipe; cat pipe > got & \"$0\" \"$@\"; code=$?; wait; exit $code",
            ])
        #expect(result.status == 1, "\(result.errors)")
        let got = try String(contentsOf: folder.url.appendingPathComponent("got"), encoding: .utf8)
        #expect(got.contains("\"input\":\"{}\""), "\(got)")
        let pipe = folder.url.appendingPathComponent("pipe").path
        #expect(try FileManager.default.attributesOfItem(atPath: pipe)[.posixPermissions] as? Int == 0o644)
    }

    @Test("imports documents of another dialect, each event of a list on its own, and no CSV of them")
    func dialect() async throws {
        let configuration = OutboxFolder.configuration().replacingOccurrences(
            of: "dialect: native", with: "dialect: segment")
        let folder = try OutboxFolder(configuration: configuration)
        let order = { (id: String, price: String) in
            #"{"type":"track","event":"Order Completed","messageId":"\#(id)","userId":"1","#
                + #""timestamp":"2026-11-22T10:00:00Z","properties":{"products":[{"price":\#(price)}]}}"#
        }
        let batch = "{\"batch\":[\(order("m-1", "5")),\(order("m-2", "\"x\"")),\(order("m-3", "5"))]}"
        try folder.write("events.ndjson", batch + "\n" + order("m-4", "5") + "\n")
        try folder.write("events.csv", "event_name,event_id,event_time\n")
        let result = try await folder.outbox("enqueue", "events.ndjson")
        #expect(result.status == 1)
        #expect(result.output.contains("accepted 3") && result.output.contains("rejected 1"), "\(result.output)")
        #expect(result.errors.contains("batch[1].properties.products[0].price"), "\(result.errors)")
        #expect(try folder.events() == 3)
        let refused = try await folder.outbox("enqueue", "events.csv")
        #expect(refused.status == 2 && refused.errors.contains("CSV files hold native events"), "\(refused.errors)")
        let show = try await folder.outbox("show", "m-1")
        for word in ["segment", "purchase", "Order Completed"] { #expect(show.output.contains(word), "\(show.output)") }
    }

    @Test("makes the database readable by its owner alone")
    func fileMode() async throws {
        let folder = try OutboxFolder()
        try folder.write("events.ndjson", OutboxFolder.lines(0..<1)[0])
        #expect(try await folder.outbox("enqueue", "events.ndjson").status == 0)
        let path = folder.url.appendingPathComponent("outbox.db").path
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }

    @Test("keeps no clear identity on the disk")
    func noClearIdentity() async throws {
        let folder = try OutboxFolder()
        let event =
            #"{"event_name":"purchase","event_id":"x","event_time":"2026-11-22T10:00:00Z","user":{"email":"#
            + #""ada.lovelace@example.com","phone":"+447911123456"},"properties":{"note":"ada.lovelace@example.com"},"#
            + #""context":{"page":{"url":"https://shop.example/?mail=ada.lovelace%40example.com"}}}"#
        try folder.write("in.ndjson", event)
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        where name.hasPrefix("outbox.db") {
            let bytes = try Data(contentsOf: folder.url.appendingPathComponent(name))
            for clear in ["lovelace", "447911123456"] { #expect(bytes.range(of: Data(clear.utf8)) == nil, "\(name)") }
        }
    }
}
