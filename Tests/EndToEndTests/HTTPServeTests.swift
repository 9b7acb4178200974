import Foundation
import OutboxTestSupport
import Testing

@Suite("outbox serve takes events over HTTP", .timeLimit(.minutes(5)))
struct HTTPServeTests {
    private static let source = "key: {env: SHOP_KEY}"

    @Test("An event that is handed over arrives, and validate=only says what `outbox test` says")
    func arrives() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        let configuration = sandbox.configuration("events: {purchase: CompletePayment}")
            .replacingOccurrences(of: "dialect: native", with: Self.source)
        let outbox = try await HTTPOutbox(in: folder, configuration)
        let body = [Shop.event("purchase", "h1"), Shop.event("view", "h2"), #"{"event_name":"purchase"}"#]
            .joined(separator: "\n")
        let look = try await outbox.exchange("POST", "/v1/events?validate=only", body)
        #expect(try look.status == 207 && folder.events() == 0, "\(look.body)")
        try folder.write("in.ndjson", body)
        let test = try #require(
            try await folder.outbox("test", "in.ndjson", "--json").object()["events"] as? [[String: Any]])
        let seen =
            try #require(
                try JSONSerialization.jsonObject(with: Data(look.body.utf8)) as? [String: Any])["events"]
            as? [[String: Any]]
        #expect(
            seen?.map { $0["deliveries"] as? NSArray } == test.map { $0["deliveries"] as? NSArray }, "\(look.body)")

        #expect(try await outbox.exchange("POST", "/v1/events", body).status == 207)
        try await eventually("the event at the sandbox") { try await sandbox.tally("distinct") == 1 }
        try await eventually("the answer on record") {
            try await outbox.exchange("GET", "/v1/events/h1").body.contains(#""state":"delivered""#)
        }
        #expect(try await outbox.exchange("GET", "/readyz").status == 200)
        #expect(await outbox.process.end() == 0, "\(outbox.process.text)")
    }

    @Test("One process takes events in while another delivers, on the same database")
    func halves() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        let port = try await HTTPOutbox.freePort()
        let configuration = sandbox.configuration("events: {purchase: CompletePayment}")
            .replacingOccurrences(of: "dialect: native", with: Self.source)
        try folder.write("outbox.yml", "\(configuration)\nlisten: 127.0.0.1:\(port)\n")
        // Each half does without the other's secrets.
        let ingest = try RunningOutbox(
            "serve", "--only", "ingest", in: folder, environment: ["SHOP_KEY": HTTPOutbox.key])
        let work = try RunningOutbox("serve", "--only", "work", in: folder)
        try await ingest.says("ready")
        try await work.says("ready")
        #expect(!work.text.contains("listening"))
        let answer = try await HTTPOutbox.exchange(port, "POST", "/v1/events", Shop.event("purchase", "h1"))
        #expect(answer.status == 200, "\(answer.text)")
        try await eventually("the event at the sandbox") { try await sandbox.tally("distinct") == 1 }
        #expect(await ingest.end() == 0, "\(ingest.text)")
        #expect(await work.end() == 0, "\(work.text)")
    }

    @Test("As many files may be open as its connections need, and where the system lets fewer it says so")
    func openFiles() async throws {
        for (hard, isEnough) in [(3000, true), (300, false)] {
            let folder = try OutboxFolder()
            let port = try await HTTPOutbox.freePort()
            try folder.write(
                "outbox.yml", OutboxFolder.configuration(source: Self.source) + "\nlisten: 127.0.0.1:\(port)\n")
            let outbox = try RunningOutbox(
                "serve", in: folder, environment: HTTPOutbox.environment,
                wrapper: ["/bin/sh", "-c", "ulimit -Sn 256; ulimit -Hn \(hard); exec \"$0\" \"$@\""])
            try await outbox.says("ready")
            #expect(try await HTTPOutbox.exchange(port, "GET", "/healthz").status == 200)
            let limits = try String(contentsOfFile: "/proc/\(outbox.pid)/limits", encoding: .utf8)
            let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") })
            let soft = try #require(line.split(separator: " ").dropFirst(3).first.flatMap { Int($0) })
            #expect(soft == (isEnough ? 2136 : hard), "\(line)")
            #expect(outbox.text.contains("too few files be open") != isEnough, "\(outbox.text)")
            #expect(await outbox.end() == 0, "\(outbox.text)")
        }
    }

    @Test("Keys are exchanged at a reload, in the file and in what it names")
    func rotation() async throws {
        let folder = try OutboxFolder(configuration: nil)
        try folder.write("key", HTTPOutbox.key)
        try folder.setMode(0o600, of: "key")
        let outbox = try await HTTPOutbox(in: folder, OutboxFolder.configuration(source: "key: {file: key}"))
        #expect(try await outbox.exchange("POST", "/v1/events", Shop.event("purchase", "k1")).status == 200)
        let new = "another-key-0123456789"
        try folder.write("key", new)
        outbox.process.signal(SIGHUP)
        try await outbox.process.says("configuration reloaded")
        #expect(try await outbox.exchange("POST", "/v1/events", Shop.event("purchase", "k2")).status == 401)
        #expect(try await outbox.exchange("POST", "/v1/events", Shop.event("purchase", "k2"), key: new).status == 200)
        #expect(await outbox.process.end() == 0, "\(outbox.process.text)")
    }

    @Test("It says why it cannot listen: exit 4 for an address in use, 3 for keys and for nothing to do")
    func refusals() async throws {
        let folder = try OutboxFolder(configuration: nil)
        try await RawServer.with(.silent) { server in
            try folder.write(
                "outbox.yml", OutboxFolder.configuration(source: Self.source) + "\nlisten: 127.0.0.1:\(server.port)\n")
            let taken = try await folder.outbox("serve", environment: HTTPOutbox.environment)
            #expect(taken.status == 4 && taken.errors.contains("is in use by another process"), "\(taken.errors)")
            let missing = try await folder.outbox("serve")
            #expect(missing.status == 3 && missing.errors.contains("SHOP_KEY is not set"), "\(missing.errors)")
            let short = try await folder.outbox(
                "serve", environment: OutboxFolder.environment.merging(["SHOP_KEY": "short"]) { $1 })
            #expect(short.status == 3 && short.errors.contains("at least 16 characters"), "\(short.errors)")
        }
        try folder.write("outbox.yml", OutboxFolder.configuration())
        let nothing = try await folder.outbox("serve", "--only", "ingest")
        #expect(nothing.status == 3 && nothing.errors.contains("has nothing to do"), "\(nothing.errors)")
        try folder.write(
            "outbox.yml",
            OutboxFolder.configuration(source: Self.source)
                .replacingOccurrences(of: "destinations:", with: "  till: {key: {env: SHOP_KEY}}\ndestinations:"))
        let shared = try await folder.outbox("check", environment: HTTPOutbox.environment)
        #expect(shared.status == 3 && shared.output.contains("the same key as sources.shop.key"), "\(shared.output)")
    }
}
