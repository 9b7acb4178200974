import OutboxCore
import Synchronization

/// A real store, every call noted, that fails where a test says so.
final class ObservedStore: OutboxStore {
    /// What was written and asked for, in its order.
    struct Observations: Sendable {
        var claims = 0
        var twinQuestions: [TwinQuestion] = []
        var openings: [AttemptOpening] = []
        var closings: [AttemptClosing] = []
        var settled: [DeliveryOutcome] = []
        var released: [EventNumber] = []
        var lanes: [Lane] = []
        var givenBack: [Lane] = []
        var takeOvers: [TakeOver] = []
        var keptRates: [Double?] = []
        var inForce: [ConfigurationID] = []
        /// Outcomes that end a delivery.
        var ended = 0
        /// Attempts that are opened and not decided yet, now and at most.
        var undecided = (now: 0, most: 0)
        /// Closings that were refused because the disk was full.
        var refusedClosings = 0

        mutating func settle(_ outcomes: [DeliveryOutcome]) {
            settled += outcomes
            countEnded(outcomes)
        }

        mutating func countEnded(_ outcomes: [DeliveryOutcome]) {
            ended += outcomes.count { outcome in
                if case .queued = outcome.next { false } else { true }
            }
        }

        /// The newest outcome of each event.
        var outcomes: [EventNumber: DeliveryOutcome] {
            var newest: [EventNumber: DeliveryOutcome] = [:]
            for outcome in settled + closings.flatMap(\.outcomes) { newest[outcome.key.event] = outcome }
            return newest
        }
    }

    /// What goes wrong.
    struct Faults: Sendable {
        /// So many closings find the disk full.
        var fullDiskAtClosing = 0
        /// So many openings find the disk full.
        var fullDiskAtOpening = 0
        /// So many settlings find the disk full.
        var fullDiskAtSettling = 0
        /// So many take-overs find the disk full.
        var fullDiskAtTakeOver = 0
        /// Every claim finds the disk broken.
        var brokenDiskAtClaim = false
        /// Every closing finds that the lane has another owner.
        var laneLostAtClosing = false
    }

    private let base: any OutboxStore
    private let state = Mutex((observations: Observations(), faults: Faults()))

    init(_ base: any OutboxStore) {
        self.base = base
    }

    var observations: Observations { state.withLock { $0.observations } }
    /// How many deliveries have ended, without a copy of everything.
    var ended: Int { state.withLock { $0.observations.ended } }

    func setFaults(_ change: (inout Faults) -> Void) {
        state.withLock { change(&$0.faults) }
    }

    private func note(_ change: (inout Observations) -> Void) {
        state.withLock { change(&$0.observations) }
    }

    private func countDown(_ fault: WritableKeyPath<Faults, Int>) throws {
        let isFull = state.withLock { state in
            guard state.faults[keyPath: fault] > 0 else { return false }
            state.faults[keyPath: fault] -= 1
            return true
        }
        if isFull { throw StoreError.diskFull(path: "outbox.db") }
    }

    func register(_ registration: Registration, at now: Timestamp) async throws -> Registry {
        try await base.register(registration, at: now)
    }

    func enqueue(_ events: [NewEvent], fanOut: FanOut?) async throws -> [EnqueueOutcome] {
        try await base.enqueue(events, fanOut: fanOut)
    }

    func fanOut(_ fanOut: FanOut, limit: Int, now: Timestamp) async throws -> Int {
        try await base.fanOut(fanOut, limit: limit, now: now)
    }

    func record(_ rejects: [RejectedEvents]) async throws {
        try await base.record(rejects)
    }

    func record(_ echoes: [PixelEcho], forgettingBefore oldest: Timestamp) async throws -> Int {
        try await base.record(echoes, forgettingBefore: oldest)
    }

    func checkWriting() async throws {
        try await base.checkWriting()
    }

    func takeOver(_ request: TakeOverRequest) async throws -> TakeOver {
        try countDown(\.fullDiskAtTakeOver)
        let takeOver = try await base.takeOver(request)
        note {
            $0.lanes.append(takeOver.lane)
            $0.takeOvers.append(takeOver)
        }
        return takeOver
    }

    func giveBack(_ lane: Lane, at now: Timestamp) async throws {
        try await base.giveBack(lane, at: now)
        note { $0.givenBack.append(lane) }
    }

    func claim(_ lane: Lane, limit: Int, now: Timestamp) async throws -> Claim {
        note { $0.claims += 1 }
        if state.withLock({ $0.faults.brokenDiskAtClaim }) {
            throw StoreError.inputOutput(path: "outbox.db", detail: "broken")
        }
        return try await base.claim(lane, limit: limit, now: now)
    }

    func twins(_ questions: [TwinQuestion], of lane: Lane) async throws -> [EventNumber: [ClaimedDelivery.Twin]] {
        note { $0.twinQuestions += questions }
        return try await base.twins(questions, of: lane)
    }

    func release(_ events: [EventNumber], of lane: Lane) async {
        note { $0.released += events }
        await base.release(events, of: lane)
    }

    func open(_ opening: AttemptOpening) async throws -> OpeningResult {
        try countDown(\.fullDiskAtOpening)
        let result = try await base.open(opening)
        if case .opened = result {
            note {
                $0.openings.append(opening)
                guard opening.isBeforeDeciding else { return }
                $0.undecided.now += 1
                $0.undecided.most = max($0.undecided.most, $0.undecided.now)
            }
        }
        return result
    }

    func send(
        _ attempt: AttemptID, of lane: Lane, settled: [DeliveryOutcome], sendings: [Sending],
        mappedUsers: [EventNumber: [UserDigest]], at now: Timestamp
    ) async throws -> [EventNumber: Timestamp] {
        let withdrawn = try await base.send(
            attempt, of: lane, settled: settled, sendings: sendings, mappedUsers: mappedUsers, at: now)
        if withdrawn.isEmpty {
            note {
                $0.settle(settled)
                $0.undecided.now -= 1
            }
        }
        return withdrawn
    }

    func putInForce(_ configuration: ConfigurationID, by owner: String, at now: Timestamp) async throws {
        try await base.putInForce(configuration, by: owner, at: now)
        note { $0.inForce.append(configuration) }
    }

    func close(_ closing: AttemptClosing) async throws {
        do {
            try countDown(\.fullDiskAtClosing)
        } catch {
            note { $0.refusedClosings += 1 }
            throw error
        }
        if state.withLock({ $0.faults.laneLostAtClosing }) { throw StoreError.laneLost(closing.lane.destination) }
        try await base.close(closing)
        note {
            $0.closings.append(closing)
            $0.countEnded(closing.outcomes)
        }
    }

    func settle(_ outcomes: [DeliveryOutcome], of lane: Lane, at now: Timestamp) async throws {
        try countDown(\.fullDiskAtSettling)
        try await base.settle(outcomes, of: lane, at: now)
        note { $0.settle(outcomes) }
    }

    func keep(skippedMilliseconds: Int64, of lane: Lane) async throws {
        try await base.keep(skippedMilliseconds: skippedMilliseconds, of: lane)
    }

    func keep(rate: Double?, tokenDigest: String?, of lane: Lane) async throws {
        note { $0.keptRates.append(rate) }
        try await base.keep(rate: rate, tokenDigest: tokenDigest, of: lane)
    }

    func setPause(_ pause: Pause?, of lane: Lane, at now: Timestamp) async throws {
        try await base.setPause(pause, of: lane, at: now)
    }

    func changes() -> AsyncStream<Void> {
        base.changes()
    }
}
