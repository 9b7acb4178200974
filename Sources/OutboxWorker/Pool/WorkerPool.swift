package import Logging
package import OutboxCore
import ServiceLifecycle
import Synchronization

/// Works all lanes of a process: each on its own queue, none waiting for another.
///
/// As a `Service` it works until graceful shutdown: then it takes no more, finishes what is open within 30 seconds,
/// records it and gives the lanes back. Cancelled, it lets go at once; what was open is an unknown outcome then.
package final class WorkerPool: Service {
    /// What changes when another configuration is taken up.
    private struct State {
        var maker = LaneTermsMaker()
        var fanOut: FanOut
        var configuration: ConfigurationID?
        /// Those that are to work, by their order.
        var workers: [LaneWorker] = []
        var started = 0
        var isStopping = false
    }

    /// What the run is told.
    private enum Event: Sendable {
        case start(LaneWorker)
        case ended(LaneWorker, LaneReport)
        case failed(any Error)
        case stopping
    }

    private let store: any OutboxStore
    private let owner: String
    private let clock: WorkerClock
    private let grace: Duration
    private let jitter: @Sendable () -> Double
    private let logger: Logger
    private let turn = DecidingTurn()
    private let state: Mutex<State>
    private let events: AsyncStream<Event>
    private let tell: AsyncStream<Event>.Continuation

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
        self.owner = owner
        self.clock = clock
        self.grace = grace
        self.jitter = jitter
        self.logger = logger
        state = Mutex(State(fanOut: fanOut))
        (events, tell) = AsyncStream.makeStream()
        use(lanes, fanOut: fanOut)
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
        let workers = state.withLock { state in
            state.isStopping = true
            return state.workers
        }
        for worker in workers { worker.signals.stop() }
        tell.yield(.stopping)
    }

    /// Takes up another configuration, as a whole: from now on, every delivery is decided by it.
    ///
    /// What is on its way finishes as it was decided, under the configuration it was opened with; what was decided and
    /// has not left is decided anew; nothing is lost or held. Lanes of new destinations start, those of destinations
    /// that are gone finish what is open and end, and each begins carefully again (one event, then ten). Nothing
    /// happens once the pool is stopping.
    package func take(_ lanes: [LaneConfiguration], fanOut: FanOut) async {
        guard use(lanes, fanOut: fanOut) else { return }
        await noteConfiguration()
        // It may have the source of events that waited for it.
        do { try await route() } catch { tell.yield(.failed(error)) }
    }

    /// Tells that another token is in use for a destination, by its digest; it ends a pause for credentials.
    package func tokenChanged(destination: DestinationID, digest: String) {
        for worker in workers where worker.destination == destination { worker.signals.tokenChanged(digest: digest) }
    }

    private var workers: [LaneWorker] { state.withLock { $0.workers } }

    // MARK: Configurations

    @discardableResult
    private func use(_ lanes: [LaneConfiguration], fanOut: FanOut) -> Bool {
        state.withLock { state in
            guard !state.isStopping else { return false }
            let terms = state.maker.terms(of: lanes, at: clock.moment())
            var before = Dictionary(state.workers.map { ($0.destination, $0) }) { first, _ in first }
            state.fanOut = fanOut
            state.configuration = lanes.first?.configuration
            state.workers = terms.map { terms in
                if let worker = before.removeValue(forKey: terms.configuration.destination) {
                    worker.signals.take(terms)
                    return worker
                }
                let worker = LaneWorker(
                    terms, at: state.started, store: store, owner: owner, turn: turn, clock: clock, grace: grace,
                    jitter: jitter, logger: logger
                )
                state.started += 1
                tell.yield(.start(worker))
                return worker
            }
            for worker in before.values { worker.signals.stop() }
            return true
        }
    }

    /// Notes by which configuration this process works, for people to see.
    private func noteConfiguration() async {
        guard let configuration = state.withLock({ $0.configuration }) else { return }
        do {
            try await store.putInForce(configuration, by: owner, at: clock.wall())
        } catch {
            logger.warning("configuration was not noted", metadata: ["error": "\(error)"])
        }
    }

    // MARK: Working

    private func work(until goal: WorkGoal) async throws -> [LaneReport] {
        // Subscribed before the first fan-out, so that nothing is missed in between.
        let changes = store.changes()
        let start = clock.moment()
        await noteConfiguration()
        if goal != .shutdown { try await route() }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await self.follow(changes) } catch { self.tell.yield(.failed(error)) }
            }
            var reports: [Int: LaneReport] = [:]
            var running = 0
            if workers.isEmpty { tell.yield(.stopping) }
            for await event in events {
                switch event {
                case .start(let worker):
                    running += 1
                    let rest = goal.rest(after: clock.moment() - start)
                    group.addTask { await self.work(worker, until: rest) }
                case .ended(let worker, let report):
                    running -= 1
                    reports[worker.position] = report
                case .failed(let error): throw error
                case .stopping: break
                }
                if running == 0, isOver(goal) { break }
            }
            try Task.checkCancellation()
            group.cancelAll()
            return reports.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// Whether the run ends when no lane is worked any more.
    private func isOver(_ goal: WorkGoal) -> Bool {
        state.withLock { $0.isStopping || $0.workers.isEmpty || goal != .shutdown }
    }

    private func work(_ worker: LaneWorker, until goal: WorkGoal) async {
        do {
            let report = try await worker.run(goal)
            tell.yield(.ended(worker, report))
        } catch {
            tell.yield(.failed(error))
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
                let fanOut = state.withLock { $0.fanOut }
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
