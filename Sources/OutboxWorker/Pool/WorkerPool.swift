package import Logging
package import OutboxCore
import ServiceLifecycle

/// Works all lanes of a process: each on its own queue, none waiting for another.
///
/// As a `Service` it works until graceful shutdown: then it takes no more, finishes what is open within 30 seconds,
/// records it and gives the lanes back. Cancelled, it lets go at once; what was open is an unknown outcome then.
package final class WorkerPool: Service {
    private let store: any OutboxStore
    private let fanOut: FanOut
    private let workers: [LaneWorker]
    private let clock: WorkerClock
    private let logger: Logger

    /// Makes a pool.
    ///
    /// - Parameters:
    ///   - lanes: one for each destination to be worked.
    ///   - fanOut: which destinations listen to which source, for events that were enqueued without.
    ///   - owner: who works, as people will read it in `status`.
    ///   - grace: how long open attempts may take to finish after the wish to stop.
    ///   - jitter: draws a number from 0 to 1 for the backoff of a batch.
    package init(
        store: any OutboxStore, lanes: [LaneConfiguration], fanOut: FanOut, owner: String,
        clock: WorkerClock = .system, grace: Duration = .seconds(30),
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) },
        logger: Logger
    ) {
        self.store = store
        self.fanOut = fanOut
        self.clock = clock
        self.logger = logger
        let now = clock.moment()
        // Where destinations that share a rate are configured with different ones, the slowest holds.
        let rates = Dictionary(lanes.map { ($0.rateGroup, $0.settings.rate) }, uniquingKeysWith: min)
            .mapValues { SharedRate(rate: $0, at: now) }
        workers = lanes.map { lane in
            LaneWorker(
                lane, store: store, owner: owner,
                rate: rates[lane.rateGroup] ?? SharedRate(rate: lane.settings.rate, at: now), clock: clock,
                grace: grace, jitter: jitter, logger: logger
            )
        }
    }

    /// Works until graceful shutdown.
    package func run() async throws {
        _ = try await run(until: .shutdown)
    }

    /// Works until the goal is reached, graceful shutdown, or `stop`, and gives what was done.
    ///
    /// Call it once.
    ///
    /// - Throws: `StoreError` that no waiting helps against, and `CancellationError`.
    package func run(until goal: WorkGoal) async throws -> WorkReport {
        let start = clock.moment()
        return try await withGracefulShutdownHandler {
            let lanes = try await work(until: goal)
            return WorkReport(
                lanes: lanes, duration: clock.moment() - start, wasStopped: lanes.contains { $0.wasStopped }
            )
        } onGracefulShutdown: {
            self.stop()
        }
    }

    /// Takes no more, and finishes what is open, so that `run` returns.
    ///
    /// May be called from any thread.
    package func stop() {
        for worker in workers { worker.signals.stop() }
    }

    /// Tells that another token is in use for a destination, by its digest; it ends a pause for credentials.
    package func tokenChanged(destination: DestinationID, digest: String) {
        for worker in workers where worker.destination == destination { worker.signals.tokenChanged(digest: digest) }
    }

    private func work(until goal: WorkGoal) async throws -> [LaneReport] {
        // Subscribed before the first fan-out, so that nothing is missed in between.
        let changes = store.changes()
        if goal != .shutdown { try await route() }
        return try await withThrowingTaskGroup(of: (Int, LaneReport)?.self) { group in
            group.addTask {
                try await self.follow(changes)
                return nil
            }
            for (index, worker) in workers.enumerated() {
                group.addTask { (index, try await worker.run(goal)) }
            }
            var reports: [Int: LaneReport] = [:]
            while reports.count < workers.count, let result = try await group.next() {
                if let (index, report) = result { reports[index] = report }
            }
            group.cancelAll()
            return reports.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// Wakes the lanes at every change, and routes what was enqueued without a fan-out.
    private func follow(_ changes: AsyncStream<Void>) async throws {
        try await route()
        for await _ in changes {
            for worker in workers { worker.signals.changed() }
            try await route()
        }
    }

    /// Makes the deliveries of events that have none yet.
    private func route() async throws {
        let limit = 1000
        do {
            while !Task.isCancelled {
                let routed = try await store.fanOut(fanOut, limit: limit, now: clock.wall())
                if routed > 0 {
                    for worker in workers { worker.signals.changed() }
                }
                if routed < limit { return }
            }
        } catch let error as StoreError where error.isTransient {
            // The next change, 5 seconds from now at the latest, tries again.
            logger.error("events cannot be routed now", metadata: ["error": "\(error)"])
        }
    }
}
