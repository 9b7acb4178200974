import Foundation
import OutboxCore
import OutboxWorker

/// The whole way out, with the real binary: what waits goes into a receiver that only counts.
///
/// The rate is that of the middle 80 % of the deliveries, by the times of the answers in the database.
struct DrainBenchmark {
    let sizes: BenchmarkSizes
    let folder: ScratchFolder
    let outbox: String

    /// One drain.
    private struct Run {
        var rate: Double
        var requests: Int
        var end: ChildProcess.End
    }

    func run(into lines: inout GroupLines) async throws {
        let receiver = try await CountingReceiver.start()
        var rates: [Int: Double] = [:]
        for waiting in [sizes.waiting.few, sizes.waiting.many] {
            let filled = try await enqueue(waiting, port: receiver.port, into: &lines)
            for batch in [1000, 50] {
                let limit = try rates[batch] ?? bare(batch, of: filled)
                let run = try await drain(waiting, batch: batch, from: filled, into: receiver)
                append(run, waiting: waiting, batch: batch, limit: limit, into: &lines)
                rates[batch] = run.rate
            }
            folder.remove(filled)
        }
        try await receiver.stop()
    }

    private func append(_ run: Run, waiting: Int, batch: Int, limit: Double, into lines: inout GroupLines) {
        let name = "drain, \(batch) a batch, \(Figure.text(Double(waiting))) waiting"
        let isMany = waiting == sizes.waiting.many
        let few = Figure.text(Double(sizes.waiting.few))
        lines.append(
            BenchmarkLine(
                name: name + (isMany ? " (limit: \(few))" : " (limit: its writes)"), value: run.rate,
                unit: "events/s", limit: limit,
                bounds: [.atLeast(batch == 1000 ? 20_000 : 10_000)] + (isMany ? [.ofLimit(0.9)] : [])))
        lines.append(
            BenchmarkLine(
                name: "\(name): peak memory", value: run.end.peakMegabytes, unit: "MB",
                bounds: isMany ? [.below(100)] : []))
        let million = 1_000_000 / Double(waiting)
        lines.append(
            BenchmarkLine(
                name: "\(name): processor time for a million", value: run.end.processorSeconds * million, unit: "s"))
        lines.append(
            BenchmarkLine(
                name: "\(name): requests for a million", value: Double(run.requests) * million, unit: "requests"))
    }

    /// Fills a database through `outbox enqueue`, and gives its path.
    private func enqueue(_ count: Int, port: Int, into lines: inout GroupLines) async throws -> String {
        let binary = try OutboxBinary(outbox, in: folder, name: "waiting-\(count)", port: port, batch: "{max: 50}")
        let process = try binary.start(["enqueue", "-", "--format", "ndjson", "--live", "--json"])
        let documents = PurchaseDocuments(name: "order", at: WorkerClock.system.wall())
        let start = ContinuousClock.now
        for first in stride(from: 0, to: count, by: 100) {
            var bytes: [UInt8] = []
            for index in first..<min(first + 100, count) { bytes += documents[index] + [UInt8(ascii: "\n")] }
            try process.send(bytes)
        }
        let end = try await process.end()
        let seconds = (ContinuousClock.now - start).inSeconds
        try binary.check(end, "enqueue")
        if count == sizes.waiting.many {
            let name = "`outbox enqueue` of \(Figure.text(Double(count))) lines"
            lines.append(BenchmarkLine(name: name, value: Double(count) / seconds, unit: "events/s"))
            lines.append(
                BenchmarkLine(
                    name: "\(name): peak memory", value: end.peakMegabytes, unit: "MB", bounds: [.below(100)]))
        }
        return binary.database
    }

    /// What the database alone can do: claim, open and close in a bare loop on a copy.
    private func bare(_ batch: Int, of filled: String) throws -> Double {
        let copy = folder.file("drain-bare.db")
        try folder.copy(filled, to: copy)
        defer { folder.remove(copy) }
        let delivery = try BareDelivery(BareSQLite(path: copy))
        let now = WorkerClock.system.wall()
        let request = [UInt8](repeating: 7, count: batch * 60)
        var count = 0
        let seconds = try Machine.seconds {
            while true {
                let delivered = try delivery.deliver(batch: batch, now: now, request: request)
                guard delivered > 0 else { break }
                count += delivered
            }
        }
        return Double(count) / seconds
    }

    private func drain(
        _ waiting: Int, batch: Int, from filled: String, into receiver: CountingReceiver
    ) async throws -> Run {
        let binary = try OutboxBinary(
            outbox, in: folder, name: "drain-\(waiting)-\(batch)", port: receiver.port,
            batch: "{max: \(batch), wait: 1s}")
        try folder.copy(filled, to: binary.database)
        defer { folder.remove(binary.database) }
        _ = receiver.counter.takeRequests()
        let end = try await binary.start(["drain", "--timeout", "30m", "--json"]).end()
        try binary.check(end, "drain")
        let result = try JSONDecoder().decode(Result.self, from: Data(end.output.utf8))
        let requests = receiver.counter.takeRequests()
        guard result.delivered == waiting, result.remaining == 0, requests == result.requests else {
            throw BenchmarkError("the drain of \(waiting) says \(end.output), the receiver counted \(requests)")
        }
        let rate = try AnswerTimes(database: binary.database).rateOfTheMiddle
        return Run(rate: rate, requests: requests, end: end)
    }

    /// What of a drain's own document is compared.
    private struct Result: Decodable {
        var delivered: Int
        var remaining: Int
        var requests: Int
    }
}
