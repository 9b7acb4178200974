import Foundation
import Testing

@Suite("outbox check and init")
struct ConfigurationTests {
    @Test("no configuration: exit 3, and the way to one")
    func missing() async throws {
        let result = try await OutboxFolder(configuration: nil).outbox("status")
        #expect(result.status == 3)
        #expect(result.errors.contains("outbox init"), "\(result.errors)")
    }

    @Test("a typo is named with its line and what was meant, in every verb")
    func typo() async throws {
        let folder = try OutboxFolder(
            configuration: OutboxFolder.configuration().replacingOccurrences(of: "event_source:", with: "event_sorce:"))
        try folder.write("in.ndjson", OutboxFolder.lines(0..<1)[0])
        for arguments in [["check"], ["enqueue", "in.ndjson"], ["status"]] {
            let result = try await OutboxProcess.run(arguments, in: folder.url, environment: OutboxFolder.environment)
            #expect(result.status == 3)
            #expect((result.output + result.errors).contains("event_source"), "\(result.output)\(result.errors)")
            #expect((result.output + result.errors).contains("outbox.yml:9"), "\(result.output)\(result.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("outbox.db").path))
    }

    @Test("a missing secret is an error of check, and its value is never shown")
    func secrets() async throws {
        let folder = try OutboxFolder()
        let missing = try await folder.outbox("check", "--json", environment: [:])
        #expect(missing.status == 3)
        let errors = try #require(try missing.object()["errors"] as? [[String: Any]])
        #expect(errors.contains { $0["path"] as? String == "destinations.main.access_token" })
        let present = try await folder.outbox("check")
        #expect(present.status == 0, "\(present.output)\(present.errors)")
        #expect(!present.output.contains("0123456789abcdef0123456789abcdef"))
        #expect(present.output.contains("cdef"), "the fingerprint ends with the last 4 characters")
    }

    @Test("a database in a folder that is not there is a problem, and what to do is said")
    func noFolder() async throws {
        let folder = try OutboxFolder(
            configuration: OutboxFolder.configuration().replacingOccurrences(of: "outbox.db", with: "data/outbox.db"))
        let result = try await folder.outbox("check", "--json")
        #expect(result.status == 4, "\(result.output)\(result.errors)")
        let error = try #require(try result.object()["error"] as? [String: Any])
        #expect(error["code"] as? String == "no_folder" && error["path"] as? String == "database")
        #expect((error["message"] as? String)?.contains("mkdir -p ") == true, "\(error)")
        try FileManager.default.createDirectory(
            at: folder.url.appendingPathComponent("data"), withIntermediateDirectories: false)
        #expect(try await folder.outbox("check").status == 0)
    }

    @Test("a key of a destination at the top is an error that says where it belongs")
    func misplaced() async throws {
        let folder = try OutboxFolder(
            configuration: OutboxFolder.configuration() + "\nendpoint: https://example.org/\n")
        let result = try await folder.outbox("check")
        #expect(result.status == 3)
        #expect(result.output.contains("try: destinations.NAME.endpoint"), "\(result.output)")
    }

    @Test("an error is one document of one shape, with the exit code of its kind")
    func errorShape() async throws {
        let folder = try OutboxFolder(configuration: OutboxFolder.configuration(destination: "mod: live"))
        let check = try await folder.outbox("check", "--json")
        #expect(check.status == 3)
        let error = try #require(try check.object()["error"] as? [String: Any], "\(check.output)")
        #expect(error["code"] as? String == "configuration" && error["line"] as? Int == 12, "\(error)")
        #expect(error["path"] as? String == "destinations.main.mod")
        #expect((error["message"] as? String)?.contains("unknown key") == true)
        #expect((try check.object()["errors"] as? [[String: Any]])?.count == 1)

        try folder.write("outbox.yml", OutboxFolder.configuration())
        try await folder.enqueue(1)
        #expect(try await folder.outbox("check", "--json").object()["error"] == nil)
        let reload = try await folder.outbox("reload", "--json")
        #expect(reload.status == 4)
        #expect(
            (try reload.object()["error"] as? [String: Any])?["code"] as? String == "not_running", "\(reload.output)")
        for verb in [["list"], ["retry", "--yes"], ["cancel", "--yes"], ["replay", "--yes"], ["session", "stop"]] {
            let result = try await OutboxProcess.run(
                verb + ["--destination", "man", "--json"], in: folder.url, environment: OutboxFolder.environment)
            #expect(result.status == 3, "\(verb): \(result.output)\(result.errors)")
            let error = try result.object()["error"] as? [String: Any]
            #expect(error?["code"] as? String == "unknown_destination", "\(verb): \(result.output)")
        }
    }

    @Test("init writes a configuration that passes check once the token is set, and never overwrites")
    func initialize() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let first = try await folder.outbox(
            "init", "--destination", "main", "--event-source", "web", "--event-source-id", "C4KTESTAAAA000000000",
            "--token-env", "TIKTOK_ACCESS_TOKEN", "--source", "shop", "--test-code", "TEST12345")
        #expect(first.status == 0, "\(first.output)\(first.errors)")
        #expect(try await folder.outbox("check").status == 0)
        let text = try String(contentsOf: folder.url.appendingPathComponent("outbox.yml"), encoding: .utf8)
        #expect(text.contains("mode: test"))
        let second = try await folder.outbox(
            "init", "--destination", "other", "--event-source-id", "C4KTESTAAAA000000000")
        #expect(second.status == 2, "\(second.output)\(second.errors)")
        #expect(try String(contentsOf: folder.url.appendingPathComponent("outbox.yml"), encoding: .utf8) == text)
    }

    @Test("a wrong command line is exit 2, with one document when --json is asked for")
    func usage() async throws {
        let folder = try OutboxFolder()
        let plain = try await folder.outbox("stauts")
        #expect(plain.status == 2)
        let json = try await folder.outbox("list", "--state", "gone", "--json")
        #expect(json.status == 2)
        let error = try #require(try json.object()["error"] as? [String: Any])
        #expect((error["message"] as? String ?? "").contains("no state \"gone\""))
        #expect(try await folder.outbox("--version").output.contains("schema "))
        #expect(try await folder.outbox("--help").status == 0)
    }
}
