import Glibc
import OutboxCore
import OutboxSQLite

/// How long an event takes from the call that enqueues it to the first byte of its request, while nothing else is to be
/// done; and what an idle `serve` costs.
struct LatencyBenchmark {
    let sizes: BenchmarkSizes
    let folder: ScratchFolder
    let outbox: String

    /// Events before those that are timed: they open the connection and lead the canary through.
    private static let warmUp = 5

    func run(into lines: inout GroupLines) async throws {
        let receiver = try await CountingReceiver.start()
        let inside = try await inOneProcess(receiver)
        append(inside, "enqueue to request, idle, in one process", [.below(3)], [], into: &lines)
        let serve = try OutboxBinary(
            outbox, in: folder, name: "serve", port: receiver.port, batch: "{max: 50, wait: 0s}")
        let process = try serve.start(["serve"])
        let outside = try await fromAnother(serve.database, receiver)
        append(outside, "enqueue to request, idle, from another process", [.below(10)], [.below(80)], into: &lines)
        // What came in last is over by then: connections, checkpoints, looks at the log.
        try await Task.sleep(for: .seconds(3))
        let before = (Machine.processorSeconds(of: process.id), Machine.sharedSeconds)
        try await Task.sleep(for: sizes.idleTime)
        let share = (Machine.processorSeconds(of: process.id) - before.0) / (Machine.sharedSeconds - before.1)
        lines.append(
            BenchmarkLine(name: "idle `serve`", value: share * 100, unit: "% of a core", bounds: [.below(0.5)]))
        process.signal(SIGTERM)
        try serve.check(try await process.end(), "serve")
        try await receiver.stop()
    }

    private func append(
        _ milliseconds: [Double], _ name: String, _ middle: [Bound], _ high: [Bound], into lines: inout GroupLines
    ) {
        let sorted = milliseconds.sorted()
        let (p50, p99) = (sorted[sorted.count / 2], sorted[min(sorted.count - 1, sorted.count * 99 / 100)])
        lines.append(BenchmarkLine(name: "\(name), p50", value: p50, unit: "ms", bounds: middle))
        lines.append(BenchmarkLine(name: "\(name), p99", value: p99, unit: "ms", bounds: high))
    }

    /// The producer and the worker share a process and a store.
    private func inOneProcess(_ receiver: CountingReceiver) async throws -> [Double] {
        let worker = try await OneProcess(database: folder.file("one-process.db"), port: receiver.port)
        let producer = try await TimedProducer(store: worker.store, fanOut: worker.fanOut, name: "inside")
        return try await worker.working {
            try await time(receiver) { try await producer.enqueue($0) }
        }
    }

    /// The worker is `outbox serve`; the producer has the file open in a process of its own and knows no destination,
    /// as a service with the library.
    private func fromAnother(_ database: String, _ receiver: CountingReceiver) async throws -> [Double] {
        let producer = try ChildProcess(try OwnBinary.path, ["producer", "--database", database])
        let times = try await time(receiver) { index in
            try producer.send(Array("\(index)\n".utf8))
            guard let line = producer.nextLine(), let start = Double(line) else {
                throw BenchmarkError("the producer ended")
            }
            return start
        }
        _ = try await producer.end()
        return times
    }

    /// Enqueues one event after the other, with pauses in which everything comes to rest.
    ///
    /// - Parameter enqueue: enqueues the event of a number, and gives the moment before.
    private func time(_ receiver: CountingReceiver, _ enqueue: (Int) async throws -> Double) async throws -> [Double] {
        var times: [Double] = []
        for index in 0..<(sizes.timedEvents + Self.warmUp) {
            try await Task.sleep(for: .milliseconds(.random(in: 150...250)))
            let start = try await enqueue(index)
            let arrival = try await receiver.counter.arrival(after: start)
            if index >= Self.warmUp { times.append((arrival - start) * 1000) }
        }
        return times
    }
}
