import Foundation
import Testing

@Suite("outbox and a clock that is set forward and back", .timeLimit(.minutes(5)))
struct ClockFaultTests {
    @Test(
        "while serve runs, a day forward, back, and a day further back: nothing is lost, late, or sent twice",
        .enabled(if: PreloadedLibrary.compiler != nil, "needs a C compiler for the library that shifts the clock"))
    func jumps() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder, "--fault", "server-error=0.2", "--fault", "rate-limit=0.1")
        try folder.write("outbox.yml", sandbox.configuration(delivery: Self.delivery))
        let clock = try await ShiftedClock(in: folder)
        let serve = try RunningOutbox("serve", in: folder, environment: clock.environment)
        try await serve.says("ready")
        let day = 86_400
        var expected = 0
        for (step, shift) in [0, day, 0, -day, 0].enumerated() {
            try clock.set(to: shift)
            try await folder.enqueue(40, named: "step\(step)-")
            expected += 40
            try await eventually("\(expected) events at the sandbox in step \(step)") {
                try await sandbox.tally("distinct") == expected
            }
        }
        try await eventually("all on record") { try await folder.status()["delivered"] as? Int == expected }
        let status = try await folder.status()
        #expect(status["failed"] as? Int == 0 && status["skipped"] as? Int == 0, "\(status)")
        #expect(try await sandbox.tally("repeated") == 0)
        let opened = "SELECT count(*) FROM outbox_attempt WHERE abs(opened_at / 1000 - strftime('%s', 'now')) > 80000"
        #expect(try folder.count(opened) > 0, "the clock was not shifted at all")
        #expect(await serve.end() == 0, "\(serve.text)")
    }

    @Test(
        "a drain beside serve keeps its time limit when the clock is set back a day",
        .enabled(if: PreloadedLibrary.compiler != nil, "needs a C compiler for the library that shifts the clock"))
    func timeLimit() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder, "--fault", "hang=1")
        try folder.write("outbox.yml", sandbox.configuration(delivery: Self.delivery))
        let serve = try RunningOutbox("serve", in: folder)
        try await serve.says("ready")
        try await folder.enqueue(5)
        let clock = try await ShiftedClock(in: folder)
        let drain = try RunningOutbox("drain", "--timeout", "3s", in: folder, environment: clock.environment)
        try await eventually("the drain's wish to hurry") {
            try folder.count("SELECT count(*) FROM outbox_destination WHERE hurry_at IS NOT NULL") == 1
        }
        try clock.set(to: -86_400)
        try await eventually("the drain's end") { !drain.isRunning }
        #expect(await drain.status() == 75, "\(drain.text)")
        await serve.end(SIGKILL)
    }

    @Test("what was written while the clock ran ahead by a day leaves at once when it is right again")
    func ranAhead() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration(delivery: Self.delivery))
        // Half of them have been tried already, and wait for a second time.
        try await sandbox.setFaults(#"{"server-error":1}"#)
        try await folder.enqueue(20, named: "tried")
        #expect(try await folder.outbox("drain", "--timeout", "6s").status == 75)
        try await sandbox.setFaults(#"{"server-error":0}"#)
        try await folder.enqueue(20, named: "fresh")
        try await folder.shiftRecordedTimes(byMilliseconds: 86_400_000)
        let drain = try await folder.outbox("drain", "--timeout", "60s", "--json")
        #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
        #expect(try drain.object()["delivered"] as? Int == 40)
        #expect(try await sandbox.tally("distinct") == 40)
        let again = try await folder.outbox("enqueue", "fresh.ndjson", "--json")
        #expect(try again.object()["duplicates"] as? Int == 20, "\(again.output)\(again.errors)")
    }

    private static let delivery =
        "batch: {max: 10, wait: 50ms}, concurrency: 2, retry: {for: 48h, max_wait: 1s}"
}
