import ArgumentParser
import Logging
import OutboxConfiguration
import OutboxCore
import OutboxDispatch
import OutboxWorker
import Synchronization

/// `outbox drain`: delivers what waits, for schedulers.
struct Drain: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Deliver what waits, and return as soon as nothing is left that could still be moved.",
        discussion: """
            Waits for retries that come due before the time limit, and for nothing else. Beside a running `serve` it \
            does not send: it asks the owner to hurry and follows its counts. `outbox reload` reaches a running drain \
            too.
            Exit 0: nothing remains and nothing failed, 1: something failed, 5: TikTok refuses a destination and its \
            events wait, 75: something remains.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(
        help: """
            The time limit, such as 10m. Nothing leaves after it, but requests under way are waited for, up to 30 \
            seconds longer.
            """)
    var timeout = SpanArgument(duration: .seconds(600))

    @Option(help: "A destination to drain; may be repeated. Without it all.")
    var destination: [String] = []

    func perform(_ console: Console) async throws -> ExitStatus {
        let begin = SystemClock.now
        let deadline = ContinuousClock.now + timeout.duration
        let workplace = try await Workplace.open(global, .changing, waitingUntil: deadline)
        defer { workplace.close() }
        for name in destination { try workplace.requireDestination(name) }
        try await workplace.hideKeptIdentities()
        try await workplace.closeAbandoned()
        let logger = LogOutput.logger(level: .warning)
        let station = try DeliveryStation(
            workplace, names: destination.isEmpty ? nil : destination, verb: "drain", logger: logger)
        let stop = StopFlag()
        let signals = await SignalSource([.terminate, .interrupt])
        let listener = Task {
            for await _ in signals.signals {
                stop.set()
                station.pool.stop()
            }
        }
        defer {
            listener.cancel()
            signals.cancel()
        }
        do {
            let follower = try await ConfigurationFollower(
                workplace, global, needed: [.accessToken], start: begin, verb: "drain", signals: [], logger: logger
            ) { new, isChanged in
                if isChanged { try await station.take(new) }
            }
            let result = try await follower.during {
                try await drain(workplace, station, until: deadline, stop, console)
            }
            await station.shutDown()
            console.endProgress()
            result.printLines(console)
            console.document(result.document)
            if stop.isSet, result.status == .fine || result.status == .problemFound { return .tryLater }
            return result.status
        } catch {
            await station.shutDown()
            throw error
        }
    }

    private func drain(
        _ workplace: Workplace, _ station: DeliveryStation, until deadline: ContinuousClock.Instant, _ stop: StopFlag,
        _ console: Console
    ) async throws -> DrainResult {
        let start = ContinuousClock.now
        let names = workplace.destinationNames
        let before = try await workplace.archive.status(destinations: names, now: SystemClock.now)
        let progress = showProgress(workplace, names, console)
        defer { progress?.cancel() }
        let report = try await station.pool.run(until: .nothingMovable(within: max(.zero, deadline - .now)))
        let elsewhere = report.lanes.filter { $0.owner != nil }.map(\.name)
        try await OwnedElsewhere(
            archive: workplace.archive, names: elsewhere, sources: Set(workplace.configuration.sources.map(\.name)),
            deadline: deadline
        )
        .follow { stop.isSet }
        let after = try await workplace.archive.status(destinations: names, now: SystemClock.now)
        var destinations = report.lanes.map { lane in
            Self.result(lane, before: before.status(of: lane.name), after: after.status(of: lane.name))
        }
        if destination.isEmpty { destinations += Self.stranded(after) }
        for sentence in UnknownSources(after, workplace.configuration).sentences {
            console.note("warning: \(sentence)")
        }
        let elapsed = (ContinuousClock.now - start).wholeMilliseconds
        return DrainResult(destinations: destinations, seconds: Double(elapsed) / 1000)
    }

    /// What waits at destinations that left the file: nobody works them, and they must not go unnoticed.
    private static func stranded(_ report: StatusReport) -> [DrainResult.Destination] {
        report.destinations.filter { $0.state == .removed && $0.queued + $0.retrying > 0 }.map {
            DrainResult.Destination(name: $0.name, remaining: $0.queued + $0.retrying, isRemoved: true)
        }
    }

    private static func result(
        _ lane: LaneReport, before: DestinationStatus?, after: DestinationStatus?
    ) -> DrainResult.Destination {
        var result = DrainResult.Destination(name: lane.name, tally: lane.tally)
        if lane.owner != nil, let before, let after {
            result.tally.delivered = after.delivered - before.delivered
            result.tally.deliveredWithWarnings = after.deliveredWithWarnings - before.deliveredWithWarnings
            result.tally.validated = after.validated - before.validated
            result.tally.skipped = after.skipped - before.skipped
            result.tally.dryRun = after.dryRun - before.dryRun
            result.tally.failed = after.failed - before.failed
        }
        result.owner = lane.owner
        result.remaining = after.map { $0.queued + $0.retrying + $0.sending } ?? 0
        result.pause = after?.pause
        return result
    }

    /// Draws how much is left, once a second, while a person looks on.
    private func showProgress(_ workplace: Workplace, _ names: [String], _ console: Console) -> Task<Void, Never>? {
        guard console.showsProgress else { return nil }
        let archive = workplace.archive
        return Task {
            while !Task.isCancelled {
                if let report = try? await archive.status(destinations: names, now: SystemClock.now) {
                    let left = report.destinations.reduce(0) { $0 + $1.queued + $1.retrying + $1.sending }
                    console.progress("\(left) left")
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Whether a signal told the drain to end.
    private final class StopFlag: Sendable {
        private let flag = Atomic(false)

        var isSet: Bool { flag.load(ordering: .acquiring) }

        func set() { flag.store(true, ordering: .releasing) }
    }
}

extension StatusReport {
    /// One destination's numbers.
    fileprivate func status(of name: String) -> DestinationStatus? {
        destinations.first { $0.name == name }
    }
}
