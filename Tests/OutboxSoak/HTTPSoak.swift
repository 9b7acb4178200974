import Foundation
import GRDB
import OutboxCore

/// One run: clients post over HTTP while `outbox serve` is killed and started again, then everything is compared.
final class HTTPSoak: SoakRun {
    private let processes: SoakProcesses
    private let rounds: Int
    private let clients: Int
    private let seed: UInt64
    private let deadline: Date
    private var random: SplitMix64
    private var sandbox: SoakSandbox?
    private var service: SoakService?
    private let acknowledgements = Acknowledgements()

    init(outbox: String, rounds: Int, clients: Int, seed: UInt64, limit: TimeInterval) throws {
        processes = try SoakProcesses(outbox: outbox)
        self.rounds = rounds
        self.clients = clients
        self.seed = seed
        deadline = Date().addingTimeInterval(limit)
        random = SplitMix64(seed: seed)
    }

    /// Ends what runs and removes the folder.
    func end() {
        service?.end()
        sandbox?.end()
        try? FileManager.default.removeItem(at: processes.folder)
    }

    func run() throws -> SoakReport {
        let sandbox = try SoakSandbox(processes, faults: [], seed: seed, deadline: deadline)
        self.sandbox = sandbox
        let service = try SoakService(processes, deadline: deadline, random: &random)
        self.service = service
        let configuration =
            SoakProcesses.configuration(sandboxPort: sandbox.port, source: "key: {env: SHOP_KEY}")
            + "listen: 127.0.0.1:\(service.port)\n"
        try Data(configuration.utf8).write(to: processes.folder.appendingPathComponent("outbox.yml"))
        try service.start()
        let begin = Date()
        let clients = startClients(of: service)
        for _ in 0..<rounds {
            try waitForLoad(of: service)
            // The moment of the kill is what the run is about.
            Thread.sleep(forTimeInterval: .random(in: 0...0.4, using: &random))
            try service.kill()
            try service.start()
        }
        service.endLoad()
        clients.wait()
        var report = SoakReport()
        report.expect("exit status of the last serve", Int(service.end()), 0)
        try drain(into: &report)
        try retrySuspects(into: &report)
        try compare(with: sandbox.tally(), seconds: Date().timeIntervalSince(begin), into: &report)
        return report
    }

    private func startClients(of service: SoakService) -> DispatchGroup {
        let group = DispatchGroup()
        let time = ISO8601DateFormatter().string(from: Date().addingTimeInterval(-60))
        for number in 0..<clients {
            group.enter()
            let (seed, acknowledgements) = (seed, acknowledgements)
            Thread.detachNewThread {
                SoakClient(
                    number: number, seed: seed, service: service, acknowledgements: acknowledgements, time: time
                ).run()
                group.leave()
            }
        }
        return group
    }

    /// Waits until the server has acknowledged something in this life, so that a kill finds it at work.
    private func waitForLoad(of service: SoakService) throws {
        let before = acknowledgements.answered
        while acknowledgements.answered == before {
            if service.isGivenUp { throw SoakError("\(acknowledgements.seen.failures.first ?? "no answer in time")") }
            // The clients' threads tell nobody how far they are.
            Thread.sleep(forTimeInterval: 0.002)
        }
    }

    private func drain(into report: inout SoakReport) throws {
        let last = try processes.drainToTheEnd(before: deadline)
        report.expect("exit status of the drain", Int(last.status), 0)
        if last.status != 0 { report.failures.append(last.text) }
    }

    /// Does what an operator does with events that the outbox holds back because three workers died while they decided
    /// about them: here it was not the events' fault.
    private func retrySuspects(into report: inout SoakReport) throws {
        let suspects = try read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM outbox_delivery WHERE state = 4 AND detail = 'crashed the worker'")
        }
        report.lines.append("held back since three workers died over them, and retried: \(suspects ?? 0)")
        guard let suspects, suspects > 0 else { return }
        let (status, output, errors) = try processes.run([
            "retry", "--destination", "main", "--reason", "invalid", "--yes", "--why", "killed on purpose",
        ])
        if status != 0 { report.failures.append("retry exited \(status): \(output)\(errors)") }
        try drain(into: &report)
    }

    private func compare(with tally: SoakTally, seconds: TimeInterval, into report: inout SoakReport) throws {
        let seen = acknowledgements.seen
        report.failures += seen.failures
        let what = "\(rounds) kills, \(seen.numbers.count) events acknowledged (seed \(seed))"
        report.verdicts = ("\(what): each is there exactly once", "\(what): NOT each is there exactly once")
        report.lines.append(
            String(
                format:
                    "%d kills in %.1f s; %d requests acknowledged, %d cut off, %d told to come later; %d duplicates",
                rounds, seconds, seen.answered, seen.cutOff, seen.refused, seen.duplicates))
        let kept = try keptEvents()
        report.expect("events acknowledged", seen.numbers.count, kept.count)
        let (lost, others) = (seen.numbers.filter { kept[$0.key] == nil }, kept.filter { seen.numbers[$0.key] == nil })
        if let example = lost.first {
            report.failures.append("LOST: \(lost.count) acknowledged events, such as \(example.key)")
        }
        if let example = others.first {
            report.failures.append("\(others.count) events were kept and never acknowledged, such as \(example.key)")
        }
        let moved = seen.numbers.filter { kept[$0.key] != nil && kept[$0.key]?.number != $0.value }
        if let example = moved.first {
            report.failures.append("\(moved.count) events have another number than was told, such as \(example.key)")
        }
        if let example = kept.first(where: { $0.value.state != 1 }) {
            report.failures.append("\(example.key) is not delivered: \(example.value)")
        }
        report.expect("of them delivered", kept.count { $0.value.state == 1 }, seen.numbers.count)
        report.expect("distinct events at the sandbox", tally.distinct, seen.numbers.count)
        report.expect("items", tally.items, seen.items)
        report.expect("cents", tally.cents, seen.cents)
        report.lines.append("sent twice with the same event_id, which counts once: \(tally.repeated)")
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        var configuration = Configuration()
        configuration.readonly = true
        let path = processes.folder.appendingPathComponent("outbox.db").path
        return try DatabaseQueue(path: path, configuration: configuration).read(body)
    }

    /// What of an event is in the database.
    private struct KeptEvent {
        var number: Int
        /// The state of its one delivery.
        var state: Int?
        /// The step that decided, in words.
        var detail: String?
    }

    /// The events in the database by their `event_id`; throws where one is there twice.
    private func keptEvents() throws -> [String: KeptEvent] {
        try read { database in
            var kept: [String: KeptEvent] = [:]
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT e.event_id, e.id, d.state, d.detail FROM outbox_event e
                    LEFT JOIN outbox_delivery d
                    ON d.event = e.id AND d.destination = (SELECT id FROM outbox_destination)
                    """)
            while let row = try rows.next() {
                let event = KeptEvent(number: row[1], state: row[2], detail: row[3])
                guard kept.updateValue(event, forKey: row[0]) == nil else {
                    throw SoakError("TWICE: \(row) has the event_id of another")
                }
            }
            return kept
        }
    }
}
