import Logging
import OutboxCore
import OutboxDispatch

/// Works one destination: becomes the owner of its lane, works it, gives it back.
///
/// Everything about the lane happens on a serial queue of its own, named `outbox.lane.NAME`.
actor LaneWorker {
    /// How often a lane that another process owns is asked for again.
    static let ownerInterval: Duration = .seconds(1)

    private enum Ownership: Sendable {
        case mine(TakeOver)
        case anothers(owner: String)
        case stopped
    }

    /// The destination it works.
    nonisolated let destination: DestinationID
    /// Where it stands among the lanes of its process: the order in which they were started.
    nonisolated let position: Int
    private let context: LaneContext
    private let owner: String
    /// What wakes it.
    nonisolated let signals: LaneSignals

    nonisolated var unownedExecutor: UnownedSerialExecutor { context.executor.asUnownedSerialExecutor() }

    init(
        _ terms: LaneTerms, at position: Int, store: any OutboxStore, owner: String, turn: DecidingTurn,
        clock: WorkerClock, grace: Duration, jitter: @escaping @Sendable () -> Double, logger: Logger
    ) {
        let name = terms.configuration.name
        let executor = SerialQueueExecutor(label: "outbox.lane.\(name)")
        var logger = logger
        logger[metadataKey: "destination"] = "\(name)"
        signals = LaneSignals(on: executor, terms: terms)
        self.owner = owner
        self.position = position
        destination = terms.configuration.destination
        context = LaneContext(
            destination: destination, name: name, store: store, executor: executor, signals: signals, turn: turn,
            clock: clock, grace: grace, jitter: jitter, metrics: LaneMetrics(destination: name), logger: logger
        )
    }

    /// Works until the goal is reached, or it is told to stop.
    ///
    /// - Throws: `StoreError` that no waiting helps against, and `CancellationError`.
    func run(_ goal: WorkGoal) async throws -> LaneReport {
        var report = LaneReport(destination: context.destination, name: context.name)
        let deadline: Moment? =
            switch goal {
            case .shutdown: nil
            case .nothingMovable(let time): context.clock.moment() + time
            }
        while true {
            switch try await own(until: deadline) {
            case .anothers(let owner):
                report.owner = owner
                return report
            case .stopped:
                report.wasStopped = true
                return report
            case .mine(let takeOver):
                if try await work(takeOver, until: deadline, &report) == .finished { return report }
            }
        }
    }

    private func work(
        _ takeOver: TakeOver, until deadline: Moment?, _ report: inout LaneReport
    ) async throws -> LaneRun.End {
        log(takeOver)
        report.tally.failed += takeOver.failed
        if let rate = takeOver.status.rate { signals.terms.rate.restore(rate) }
        let run = LaneRun(takeOver, context: context, deadline: deadline)
        let end: LaneRun.End
        do {
            end = try await run.work()
        } catch {
            await giveBack(takeOver.lane)
            throw error
        }
        report.tally += await run.tally
        report.pause = await run.pause
        report.nextDueAt = await run.nextDueAt
        report.wasStopped = await run.wasStopped
        // Also a lane that was lost: its lock is ours to let go of.
        await giveBack(takeOver.lane)
        return end
    }

    /// Becomes the owner. Without a deadline it waits while another process is; with one it is that process's lane, and
    /// a database that cannot be written is waited for until then.
    private func own(until deadline: Moment?) async throws -> Ownership {
        var isReported = false
        while true {
            if signals.take().isStopping { return .stopped }
            do {
                let request = TakeOverRequest(
                    destination: context.destination, owner: owner, now: context.clock.wall(),
                    mayResend: signals.terms.configuration.eventSource.isDeduplicated
                )
                return .mine(try await context.store.takeOver(request))
            } catch StoreError.laneOwned(_, let owner) {
                guard deadline == nil else { return .anothers(owner: owner) }
                if !isReported {
                    context.logger.notice("another process works the lane", metadata: ["owner": "\(owner)"])
                }
                isReported = true
            } catch let error as StoreError where error.isTransient {
                context.logger.error("lane cannot be taken over now", metadata: ["error": "\(error)"])
            }
            guard let deadline else {
                try await wait(Self.ownerInterval)
                continue
            }
            let rest = deadline - context.clock.moment()
            guard rest > .zero else { return .stopped }
            try await wait(min(Self.ownerInterval, rest))
        }
    }

    /// Waits for a time, or for the wish to stop.
    private func wait(_ time: Duration) async throws {
        let end = context.clock.moment() + time
        while context.clock.moment() < end, !signals.take().isStopping {
            signals.arm(after: end - context.clock.moment())
            guard await signals.next() else { throw CancellationError() }
        }
    }

    private func giveBack(_ lane: Lane) async {
        do {
            try await context.store.giveBack(lane, at: context.clock.wall())
        } catch {
            context.logger.warning("lane was not given back", metadata: ["error": "\(error)"])
        }
    }

    private func log(_ takeOver: TakeOver) {
        context.logger.info(
            "lane taken over",
            metadata: [
                "epoch": "\(takeOver.lane.epoch)", "unknown_attempts": "\(takeOver.unknownAttempts)",
                "follows_crash": "\(takeOver.followsCrash)", "failed": "\(takeOver.failed)",
            ]
        )
    }
}
