import Foundation
import Synchronization

/// Asks `outbox status --json` ten times a second, and checks that the columns add up each time.
final class StatusPoll: Sendable {
    /// What was seen so far.
    struct Findings {
        var polls = 0
        var failures: [String] = []
        var slowest: TimeInterval = 0
        var isEnded = false
    }

    private let command: SoakProcesses
    private let rows: Int
    private let findings = Mutex(Findings())

    init(command: SoakProcesses, rows: Int) {
        self.command = command
        self.rows = rows
    }

    /// Polls on a thread of its own until `end` is called.
    func start() {
        Thread.detachNewThread {
            while !self.findings.withLock(\.isEnded) {
                let start = Date()
                self.poll()
                let seconds = Date().timeIntervalSince(start)
                self.findings.withLock {
                    $0.polls += 1
                    $0.slowest = max($0.slowest, seconds)
                }
                // The pace of the poll is what it is for.
                Thread.sleep(forTimeInterval: max(0, 0.1 - seconds))
            }
        }
    }

    /// Stops polling and returns what was seen.
    func end() -> Findings {
        findings.withLock {
            $0.isEnded = true
            return $0
        }
    }

    private func poll() {
        do {
            let (status, output, errors) = try command.run(["status", "--json"])
            guard status == 0 else { return fail("status exited \(status): \(output)\(errors)") }
            guard let report = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any],
                let events = report["events"] as? Int, let unrouted = report["unrouted"] as? Int,
                let destination = (report["destinations"] as? [[String: Any]])?.first
            else { return fail("status has another shape: \(output)") }
            let columns = [
                "queued", "retrying", "sending", "delivered", "delivered_with_warnings", "validated", "skipped",
                "dry_run", "failed", "cancelled",
            ]
            let counts = columns.map { destination[$0] as? Int ?? .min / 20 }
            if events - unrouted != counts.reduce(0, +) || counts.contains(where: { $0 < 0 }) || events != rows {
                fail("the columns do not add up: \(output)")
            }
        } catch {
            fail("\(error)")
        }
    }

    private func fail(_ text: String) {
        findings.withLock { if $0.failures.count < 5 { $0.failures.append(text) } }
    }
}
