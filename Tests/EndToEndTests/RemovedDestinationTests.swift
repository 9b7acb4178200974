import Foundation
import Testing

@Suite("A destination that left the file")
struct RemovedDestinationTests {
    private static let second = """

          second:
            event_source: web
            event_source_id: C4KTESTAAAA000000001
            access_token: {env: TIKTOK_ACCESS_TOKEN}
            mode: live
        """

    /// A folder with three deliveries that wait at `second`, which the file names no longer.
    private func folder() async throws -> OutboxFolder {
        let both = OutboxFolder.configuration(destination: "mode: live") + Self.second
        let folder = try OutboxFolder(configuration: both)
        try await folder.enqueue(3)
        #expect(try await folder.outbox("cancel", "--destination", "main", "--yes").status == 0)
        try folder.write("outbox.yml", OutboxFolder.configuration(destination: "mode: live"))
        return folder
    }

    @Test("is warned of by check, diff and reload, with what waits there")
    func warnings() async throws {
        let folder = try await folder()
        let words = "second is not in the configuration any more, and 3 deliveries wait there"
        let check = try await folder.outbox("check")
        #expect(check.status == 0 && check.output.contains(words), "\(check.output)\(check.errors)")
        let warnings = try #require(
            try await folder.outbox("check", "--json").object()["warnings"] as? [[String: Any]])
        #expect(warnings.contains { $0["path"] as? String == "destinations.second" }, "\(warnings)")
        let reload = try await folder.outbox("reload")
        #expect(reload.errors.contains(words), "\(reload.output)\(reload.errors)")
        try await folder.execute("UPDATE outbox_configuration SET in_force_at = 1, in_force_by = 'test'")
        let diff = try await folder.outbox("diff")
        #expect(diff.errors.contains(words), "\(diff.output)\(diff.errors)")
        try folder.write("outbox.yml", OutboxFolder.configuration(destination: "mode: live") + Self.second)
        #expect(try await !folder.outbox("check").output.contains("not in the configuration any more"))
    }

    /// A folder whose only event was on its way to `main` when the worker was killed; the file names `second` instead
    /// now, which is the same event source.
    private func killed(_ source: String) async throws -> (OutboxFolder, SandboxProcess) {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder, "--fault", "hang=1")
        try folder.write("outbox.yml", sandbox.configuration("pairing: server_only", source: source))
        try await folder.enqueue(1, context: #"{"app":{"app_id":"com.example"}}"#)
        let drain = try OutboxProcess.make(["drain"], in: folder.url, environment: OutboxFolder.environment)
        (drain.standardOutput, drain.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        async let end: Void = drain.runToEnd()
        try await eventually("the request") { try await sandbox.tally("requests") == 1 }
        let during = try await folder.outbox("why", "e0")
        #expect(during.output.contains("It is on its way to main at this moment"), "\(during.output)")
        kill(drain.processIdentifier, SIGKILL)
        try await end
        let after = try await folder.outbox("why", "e0")
        #expect(after.output.contains("whether it arrived is not known"), "\(after.output)")
        try await sandbox.setFaults(#"{"hang":0}"#)
        let renamed = sandbox.configuration("pairing: server_only", source: source)
        try folder.write("outbox.yml", renamed.replacingOccurrences(of: "  main:", with: "  second:"))
        return (folder, sandbox)
    }

    @Test("an app event that was on its way there when its worker was killed is not sent for another")
    func killedApp() async throws {
        let (folder, sandbox) = try await killed("app")
        let replay = try await folder.outbox("replay", "--to", "second", "--yes")
        #expect(replay.output.contains("0 replayed to second, 1 left: TikTok would count them twice"), "\(replay)")
        let status = try await folder.status()
        #expect(status["sending"] as? Int == 0 && status["failed"] as? Int == 1, "\(status)")
        #expect(try await folder.outbox("drain", "--timeout", "20s").status == 0)
        #expect(try await sandbox.tally("requests") == 1)
    }

    @Test("a web event is, within 48 hours and as what it was, and can be given up there", arguments: [false, true])
    func killedWeb(isLate: Bool) async throws {
        let (folder, sandbox) = try await killed("web")
        if isLate { try await folder.shiftRecordedTimes(byMilliseconds: -49 * 3_600_000) }
        let replay = try await folder.outbox("replay", "--to", "second", "--yes")
        let words = isLate ? "0 replayed to second, 1 left: TikTok would count them twice" : "1 replayed to second"
        #expect(replay.output.contains(words), "\(replay)")
        let drain = try await folder.outbox("drain", "--timeout", "20s")
        #expect(drain.status == (isLate ? 0 : 75), "\(drain.output)\(drain.errors)")
        #expect(try await sandbox.tally("requests") == (isLate ? 1 : 2))
        guard !isLate else { return }
        #expect(drain.output.contains("outbox cancel --destination main"), "\(drain.output)\(drain.errors)")
        let cancel = try await folder.outbox("cancel", "--destination", "main", "--yes")
        #expect(cancel.output.contains("1 cancelled"), "\(cancel.output)\(cancel.errors)")
        #expect(try await folder.outbox("drain", "--timeout", "20s").status == 0)
    }

    @Test("is no destination to drain: why says what can be done")
    func why() async throws {
        let folder = try await folder()
        let why = try await folder.outbox("why", "e0", "--json")
        let explanations = try why.object()
        #expect(explanations["destination"] as? String == "second", "\(why.output)")
        let text = try #require(explanations["explanation"] as? String)
        #expect(text.contains("second is not in the configuration any more"), "\(why.output)")
        #expect(!text.contains("drain") && text.contains("`outbox cancel '#1' --destination second`"), "\(text)")
        #expect(explanations["next"] is NSNull, "\(why.output)")
        #expect(try await folder.outbox("list", "--destination", "second").status == 0)
        let cancel = try await folder.outbox("cancel", "#1", "--destination", "second", "--yes")
        #expect(cancel.status == 0 && cancel.output.contains("1 cancelled"), "\(cancel.output)\(cancel.errors)")
    }
}
