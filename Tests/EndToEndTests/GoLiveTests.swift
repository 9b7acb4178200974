import Foundation
import Testing

@Suite("outbox golive")
struct GoLiveTests {
    private func file(_ folder: OutboxFolder) throws -> String {
        try String(contentsOf: folder.url.appendingPathComponent("outbox.yml"), encoding: .utf8)
    }

    private static let test = """
        mode: test   # until we are sure
            test_event_code: TEST12345   # today's
            # the end
        """

    @Test("Changes two lines, keeps the rest, leaves the old file beside it, and writes down who did it")
    func changes() async throws {
        let before = OutboxFolder.configuration(destination: Self.test)
        let folder = try OutboxFolder(configuration: before)
        let unsure = try await folder.outbox("golive", "main")
        #expect(unsure.status == 2, "\(unsure.output)\(unsure.errors)")
        #expect(unsure.output.contains("-    mode: test   # until we are sure"), "\(unsure.output)")
        #expect(unsure.output.contains("+    mode: live   # until we are sure"), "\(unsure.output)")
        #expect(try file(folder) == before)
        let result = try await folder.outbox("golive", "main", "--yes", "--json")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(try result.object()["result"] as? String == "live")
        let after = before.replacingOccurrences(of: "mode: test ", with: "mode: live ")
            .replacingOccurrences(of: "    test_event_code: TEST12345   # today's\n", with: "")
        #expect(try file(folder) == after)
        let backup = folder.url.appendingPathComponent("outbox.yml.bak")
        #expect(try String(contentsOf: backup, encoding: .utf8) == before)
        #expect(try await folder.outbox("check").status == 0)
        let actions = try folder.count("SELECT count(*) FROM outbox_operator_action WHERE verb = 'golive'")
        #expect(actions == 1)
        let again = try await folder.outbox("golive", "main", "--yes")
        #expect(again.status == 0)
        #expect(again.output.contains("main is live already, nothing was changed"), "\(again.output)")
        let document = try await folder.outbox("golive", "main", "--json").object()
        #expect(document["result"] as? String == "already_live" && document["patch"] is NSNull)
        #expect(try file(folder) == after)
        #expect(try await folder.outbox("golive", "man").status == 3)
    }

    @Test("What must be decided by hand keeps the file as it is: exit 1; --keep decides it")
    func byHand() async throws {
        let before = OutboxFolder.configuration(
            destination: Self.test
                + "\n    events: {purchase: CompletePayment, '*': keep}\n    filters: [user.id: \"1042\"]")
        let folder = try OutboxFolder(configuration: before)
        let result = try await folder.outbox("golive", "main", "--yes", "--json")
        #expect(result.status == 1, "\(result.output)\(result.errors)")
        let leftovers = try #require(try result.object()["leftovers"] as? [[String: Any]])
        #expect(leftovers.map { $0["kind"] as? String } == ["test-code", "catch-all", "user-filter"])
        #expect(try file(folder) == before)
        let partly = try await folder.outbox("golive", "main", "--yes", "--keep", "catch-all")
        #expect(partly.status == 1)
        #expect(partly.output.contains("by hand  the filter user.id"), "\(partly.output)")
        #expect(try file(folder) == before)
        #expect(try await folder.outbox("golive", "main", "--keep", "session").status == 2)
        let kept = try await folder.outbox(
            "golive", "main", "--yes", "--keep", "catch-all", "--keep", "user-filter")
        #expect(kept.status == 0, "\(kept.output)\(kept.errors)")
    }

    @Test("A destination that is live already stays as it is, whatever its filters are: exit 0")
    func alreadyLive() async throws {
        let before = OutboxFolder.configuration(
            destination: "mode: live\n    filters: [user.id: \"1042\"]\n    events: {'*': keep}")
        let folder = try OutboxFolder(configuration: before)
        let result = try await folder.outbox("golive", "main", "--json")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(try result.object()["result"] as? String == "already_live")
        #expect(
            try await folder.outbox("session", "start", "--match", "user.id: \"1042\"", "--code", "TEST2").status == 0)
        let session = try await folder.outbox("golive", "main", "--yes", "--json")
        #expect(session.status == 0, "\(session.output)\(session.errors)")
        let list = try await folder.outbox("session", "list", "--json").json() as? [[String: Any]]
        #expect(list?.first?["running"] as? Bool == false)
        #expect(try file(folder) == before)
    }

    @Test("A running session is stopped, and a running serve takes the file up")
    func serving() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write(
            "outbox.yml",
            OutboxFolder.configuration(
                destination: Shop.destination(sandbox, "mode: test", "test_event_code: TEST1")))
        let serve = try await ServeProcess(in: folder)
        #expect(
            try await folder.outbox("session", "start", "--match", "user.id: \"1042\"", "--code", "TEST2").status == 0)
        let result = try await folder.outbox("golive", "main", "--yes")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("removes  session #1"), "\(result.output)")
        #expect(result.output.contains("works by the file now"), "\(result.output)")
        try folder.write("in.ndjson", Shop.event("purchase", "e1"))
        #expect(try await folder.outbox("enqueue", "in.ndjson", "--live").status == 0)
        #expect(try await folder.outbox("drain", "--timeout", "20s").status == 0)
        #expect(try await sandbox.tally()["distinct"] as? Int == 1)
        try await serve.stop()
    }

    @Test("A file that cannot be written is left alone and the patch printed: exit 1", .enabled(if: getuid() == 0))
    func unwritable() async throws {
        let before = OutboxFolder.configuration(destination: Self.test)
        let folder = try OutboxFolder(configuration: before)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.url.path)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o444], ofItemAtPath: folder.url.appendingPathComponent("outbox.yml").path)
        let result = try await folder.outbox(
            "golive", "main", "--yes", wrapper: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
        #expect(result.status == 1, "\(result.output)\(result.errors)")
        #expect(result.output.contains("+    mode: live"), "\(result.output)")
        #expect(result.output.contains("cannot be written"), "\(result.output)")
        #expect(try file(folder) == before)
        #expect(
            !FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("outbox.yml.bak").path))
    }

    @Test("A file whose lines others use as well is left alone, with what to do by hand: exit 1")
    func shared() async throws {
        let before =
            OutboxFolder.configuration(destination: "mode: &mode test")
            + "\n  second:\n    event_source: web\n    event_source_id: C4KTESTAAAA000000001\n"
            + "    access_token: {env: TIKTOK_ACCESS_TOKEN}\n    mode: *mode\n"
        let folder = try OutboxFolder(configuration: before)
        let result = try await folder.outbox("golive", "main", "--yes")
        #expect(result.status == 1, "\(result.output)\(result.errors)")
        #expect(result.output.contains("by hand: line"), "\(result.output)")
        #expect(try file(folder) == before)
    }

    @Test("A destination that is like it is not taken along unasked: exit 1, the file is left alone")
    func like() async throws {
        let before =
            OutboxFolder.configuration(destination: "mode: test\n    test_event_code: TEST1")
            + "\n  second:\n    like: main\n    events: {purchase: Subscribe}\n"
        let folder = try OutboxFolder(configuration: before)
        let result = try await folder.outbox("golive", "main", "--yes")
        #expect(result.status == 1, "\(result.output)\(result.errors)")
        #expect(result.output.contains("destinations.second"), "\(result.output)")
        #expect(try file(folder) == before)
    }

    @Test("The code of the destination that it is like stays there, and that is said")
    func codeOfAnother() async throws {
        let before =
            OutboxFolder.configuration(destination: "mode: test\n    test_event_code: TEST1")
            + "\n  second:\n    like: main\n    events: {purchase: Subscribe}\n"
        let folder = try OutboxFolder(configuration: before)
        let result = try await folder.outbox("golive", "second", "--yes")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let place = try #require(before.split(separator: "\n").firstIndex { $0.contains("TEST1") }) + 1
        #expect(
            result.output.contains(
                "keeps    test_event_code TEST1 of main, which second uses no longer  (outbox.yml:\(place))"),
            "\(result.output)")
        #expect(!result.output.contains("removes"), "\(result.output)")
        let after = before.replacingOccurrences(of: "    like: main", with: "    mode: live\n    like: main")
        #expect(try file(folder) == after)
    }
}
