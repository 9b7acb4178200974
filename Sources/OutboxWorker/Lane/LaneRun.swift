import Logging
import OutboxCore
import OutboxDispatch

/// A lane while this process owns it: claims, decides, sends, records.
///
/// It runs on the lane's own queue. Whatever wakes it, it first brings its state up to date, then says what to do
/// (`nextActions`), and each action runs as a task of its own that reports back.
actor LaneRun {
    /// Something to be done now, in a task of its own.
    enum Action: Sendable {
        case claim(limit: Int)
        case send(LaneSchedule.Departure, LaneTerms)
        case release([EventNumber])
        case useToken(digest: String)
        case keepRate(Double?)
        case keepSkipped(milliseconds: Int64)
    }

    /// How it ended.
    enum End: Sendable {
        /// Nothing is left to do, or it was told to stop.
        case finished
        /// Another process owns the lane by now.
        case lost
    }

    /// How long a write waits that failed for want of space or of the lock.
    static let storeRetryInterval: Duration = .seconds(1)
    /// How far the wall clock must have jumped ahead to be kept at once.
    static let smallestJump: Duration = .seconds(1)
    /// How often the rate is kept at most.
    static let rateInterval: Duration = .seconds(5)
    /// How long batches do not wait to fill after somebody asked for that.
    static let hurryTime: Duration = .seconds(30)

    let context: LaneContext
    let lane: Lane
    /// When the goal ends at the latest; nil for no such goal.
    let deadline: Moment?

    /// What it works by now.
    var terms: LaneTerms
    /// The destination's test sessions, as of the newest claim.
    var sessions: [TestSession] = []
    var schedule: LaneSchedule
    var streak = RefusalStreak()
    var queueClock: QueueClock
    var status: LaneStatus
    /// How far the wall clock jumped ahead while this owner and those before worked the lane.
    var skippedMilliseconds: Int64
    var keptSkippedMilliseconds: Int64
    var isKeepingSkipped = false
    private(set) var tally = LaneTally()

    // Claims
    var isClaiming = false
    var claimNumber = 0
    var nextDueAt: Timestamp?
    /// When the first is due of what was queued again since the newest claim began.
    var dueSinceClaimBegan: Timestamp?
    /// Whether the last claim left nothing that was due.
    var isDry = false
    var hasChanges = true
    /// Not before this moment is claimed again.
    var claimPausedUntil: Moment?

    // Pauses
    var pause: Pause?
    /// Pauses by answers that are not on record yet.
    var pausesUnderWay = 0
    /// Claims up to this one may not have seen the newest pause.
    var claimsBeforePause = 0
    /// Whether the store refused to open for a pause that this lane has not seen yet.
    var needsStatus = false

    // Writes
    var storeBlockedUntil: Moment?
    var blockedWrites = 0
    var retryWaiters: [CheckedContinuation<Void, Never>] = []
    var tokenDigest: String?
    var isKeepingToken = false
    var keptRate: Double?
    var rateCheckAt: Moment?

    // Ends
    var runningActions = 0
    var graceEnd: Moment?
    var isCutOff = false
    /// Whether it ends because it was told to stop, or its time was over.
    var wasStopped = false
    var isLost = false
    var failure: (any Error)?
    var rateAskedAgainAt: Moment?
    var hurryUntil: Moment?
    var hurryRequestedAt: Timestamp?

    nonisolated var unownedExecutor: UnownedSerialExecutor { context.executor.asUnownedSerialExecutor() }

    init(_ takeOver: TakeOver, context: LaneContext, deadline: Moment?) {
        self.context = context
        lane = takeOver.lane
        self.deadline = deadline
        terms = context.signals.terms
        let settings = terms.configuration.settings
        schedule = LaneSchedule(settings: settings, followsCrash: takeOver.followsCrash)
        queueClock = QueueClock(longestWait: settings.retryMaxWait)
        status = takeOver.status
        skippedMilliseconds = takeOver.status.skippedMilliseconds
        keptSkippedMilliseconds = takeOver.status.skippedMilliseconds
        pause = takeOver.status.pause
        tokenDigest = takeOver.status.tokenDigest
        keptRate = takeOver.status.rate
        hurryRequestedAt = takeOver.status.hurryRequestedAt
    }

    /// Works until the goal is reached, the wish to stop is fulfilled, or the lane is lost.
    ///
    /// - Throws: `StoreError` that no waiting helps against, and `CancellationError`.
    func work() async throws -> End {
        context.signals.changed()
        await withDiscardingTaskGroup { group in
            while await context.signals.next() {
                let actions = nextActions()
                for action in actions {
                    group.addTask { await self.perform(action) }
                }
                if isFinished { break }
            }
            isCutOff = runningActions > 0
            resumeRetries()
            group.cancelAll()
        }
        if let failure { throw failure }
        try Task.checkCancellation()
        if isLost { return .lost }
        await keepRateAtEnd()
        await keepJumpAtEnd()
        return .finished
    }

    /// Reads the clocks.
    func now() -> LaneTime {
        let before = queueClock.skipped.wholeMilliseconds
        let time = queueClock.read(wall: context.clock.wall(), moment: context.clock.moment())
        // A pause counts by the wall clock, a jump included.
        if pause == nil { skippedMilliseconds += queueClock.skipped.wholeMilliseconds - before }
        return time
    }

    /// Counts what is on record now.
    func count(_ outcomes: [DeliveryOutcome]) {
        tally.count(outcomes)
    }

    /// Counts a request that was answered, or failed.
    func countRequest() {
        tally.requests += 1
    }

    private func perform(_ action: Action) async {
        switch action {
        case .claim(let limit): await claim(limit: limit)
        case .send(let departure, let terms): await send(departure, by: terms)
        case .release(let events): await release(events)
        case .useToken(let digest): await useToken(digest)
        case .keepRate(let rate): await keep(rate: rate)
        case .keepSkipped(let milliseconds): await keepSkipped(milliseconds)
        }
        runningActions -= 1
        context.signals.wake()
    }
}
