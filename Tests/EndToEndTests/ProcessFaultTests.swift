import Foundation
import Testing

@Suite("outbox and a process that is killed, stopped, or out of space", .timeLimit(.minutes(5)))
struct ProcessFaultTests {
    /// Seconds that a worker stands still; `OUTBOX_STOP_SECONDS=60` makes it the full minute.
    private static let stopSeconds =
        ProcessInfo.processInfo.environment["OUTBOX_STOP_SECONDS"].flatMap(TimeInterval.init) ?? 3

    /// Starts a drain, and kills it when the sandbox has taken the first event and not answered yet.
    private func killWhileUnanswered(_ folder: OutboxFolder, _ sandbox: SandboxProcess) async throws {
        try await sandbox.setFaults(#"{"slow":1,"slow_ms":600000}"#)
        let drain = try RunningOutbox("drain", in: folder)
        try await eventually("the first event at the sandbox") { try await sandbox.tally("events") == 1 }
        #expect(await drain.end(SIGKILL) == SIGKILL)
        #expect(try await folder.status()["sending"] as? Int == 1)
        try await sandbox.setFaults(#"{"slow":0}"#)
    }

    @Test("kill -9 between sending and recording: an app event is held, and goes again only if one insists")
    func killedWithAppEvent() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration(source: "app"))
        try await folder.enqueue(10, context: #"{"app":{"app_id":"shop.example"}}"#)
        try await killWhileUnanswered(folder, sandbox)

        let drain = try await folder.outbox("drain", "--json")
        #expect(drain.status == 1, "\(drain.output)\(drain.errors)")
        #expect(try drain.object()["delivered"] as? Int == 9)
        #expect(try await folder.status()["failed"] as? Int == 1)
        #expect(try await sandbox.tally("events") == 10, "the held event was sent again")
        let delivery = try await folder.delivery(of: "e0")
        #expect(delivery["state"] as? String == "failed")
        #expect(delivery["reason"] as? String == "may_count_twice")
        let attempts = try #require(delivery["attempts"] as? [[String: Any]])
        #expect(attempts.map { $0["verdict"] as? String } == ["unknown"])

        let plain = try await folder.outbox("retry", "e0", "--yes", "--json")
        #expect(try plain.object()["changed"] as? Int == 0, "\(plain.output)\(plain.errors)")
        let retry = try await folder.outbox("retry", "e0", "--even-if-counted-twice", "--yes", "--json")
        #expect(try retry.object()["changed"] as? Int == 1, "\(retry.output)\(retry.errors)")
        #expect(try await folder.outbox("drain").status == 0)
        #expect(try await sandbox.tally("events") == 11)
    }

    @Test("kill -9 between sending and recording: a web event goes again under the same event_id")
    func killedWithWebEvent() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        try await folder.enqueue(10)
        try await killWhileUnanswered(folder, sandbox)

        let drain = try await folder.outbox("drain", "--json")
        #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
        #expect(try drain.object()["delivered"] as? Int == 10)
        #expect(try await sandbox.tally("distinct") == 10)
        #expect(try await sandbox.tally("repeated") == 1)
        #expect(try await folder.attempts(of: "e0").map { $0["verdict"] as? String } == ["unknown", "delivered"])
    }

    @Test("a worker that stands still and goes on: nobody sends in its place, and everything arrives")
    func stopped() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder, "--delay", "2s")
        let delivery =
            "batch: {max: 10, wait: 50ms}, concurrency: 1, retry: {for: 1h, max_wait: 1s}, timeout: {request: 4s}"
        try folder.write("outbox.yml", sandbox.configuration(delivery: delivery))
        let serve = try RunningOutbox("serve", in: folder)
        try await serve.says("ready")
        try await folder.enqueue(60)
        try await eventually("the second request") { try await sandbox.tally("requests") >= 2 }
        // It waits for an answer, and holds no lock of the database.
        serve.signal(SIGSTOP)
        let beside = try await folder.outbox("drain", "--timeout", "4s", "--json")
        #expect(beside.status == 75, "\(beside.output)\(beside.errors)")
        #expect(try beside.object()["requests"] as? Int == 0)
        let owner = (try beside.object()["destinations"] as? [[String: Any]])?.first?["owner"] as? String
        #expect(owner?.contains("serve") == true, "\(beside.output)")
        let requests = try await sandbox.tally("requests")
        // Nothing is awaited: it stands still for so long.
        try await Task.sleep(for: .seconds(Self.stopSeconds))
        #expect(try await sandbox.tally("requests") == requests, "somebody sent in its place")
        serve.signal(SIGCONT)
        try await sandbox.setFaults(#"{"delay_ms":0}"#)

        let drain = try await folder.outbox("drain", "--timeout", "60s", "--json")
        #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
        #expect(try await sandbox.tally("distinct") == 60)
        #expect(try await sandbox.tally("repeated") <= 10, "more than the request that was under way")
        #expect(try await folder.status()["delivered"] as? Int == 60)
        #expect(await serve.end() == 0, "\(serve.text)")
    }

    @Test("a disk that is full while an answer is recorded: the answer is kept, nothing new leaves, and it goes on")
    func fullDiskWhileRecording() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        let serve = try RunningOutbox("serve", in: folder)
        try await serve.says("ready")
        try await sandbox.setFaults(#"{"slow":1,"slow_ms":5000}"#)
        try await folder.enqueue(30)
        try await eventually("the first event at the sandbox") { try await sandbox.tally("events") == 1 }
        // From here no file of this process may be longer than 64 bytes: as good as a full disk.
        try await limitFiles(of: serve, to: "64")
        try await serve.says("database cannot be written now")
        // Nothing is awaited: twice in this time it tries to record again.
        try await Task.sleep(for: .seconds(2.5))
        #expect(try await sandbox.tally("requests") == 1, "it sent something that it could not record")
        #expect(try await folder.status()["sending"] as? Int == 1)
        try await sandbox.setFaults(#"{"slow":0}"#)
        try await limitFiles(of: serve, to: "unlimited")

        let drain = try await folder.outbox("drain", "--timeout", "60s", "--json")
        #expect(drain.status == 0, "\(drain.output)\(drain.errors)\(serve.text)")
        #expect(try await folder.status()["delivered"] as? Int == 30)
        #expect(try await sandbox.tally("distinct") == 30)
        #expect(try await sandbox.tally("repeated") == 0, "the answer was lost")
        #expect(await serve.end() == 0, "\(serve.text)")
    }

    /// Sets how long a file may be that a process writes (the soft limit, which it may raise again).
    private func limitFiles(of outbox: RunningOutbox, to bytes: String) async throws {
        let prlimit = Process()
        prlimit.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
        prlimit.arguments = ["--pid", "\(outbox.pid)", "--fsize=\(bytes):"]
        try await prlimit.runToEnd()
        try #require(prlimit.terminationStatus == 0)
    }
}
