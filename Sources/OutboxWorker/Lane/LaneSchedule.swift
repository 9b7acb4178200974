package import OutboxCore

/// What a lane has in hand, and what of it may leave now: the state machine that its worker drives.
///
/// A delivery is in hand from its claim until its outcome is on record or it is released. What an answer sends back at
/// once stays in hand although the store has it queued again, free to be claimed. Such deliveries are *kept*: they are
/// not taken from a claim a second time, nor from one that was reading while they left the hand.
package struct LaneSchedule: Sendable {
    /// What travels in one request.
    package enum Cargo: Sendable, Hashable {
        /// Decided deliveries.
        case decided(BatchGroup)
        /// Deliveries that are opened before they are decided, because one of them may have crashed a worker.
        case undecided([ClaimedDelivery])

        /// How many deliveries.
        package var count: Int {
            switch self {
            case .decided(let batch): batch.members.count
            case .undecided(let deliveries): deliveries.count
            }
        }
    }

    /// A request that leaves.
    package struct Departure: Sendable, Hashable {
        /// What travels in it.
        package var cargo: Cargo
        /// Whether it probes a destination that failed again and again.
        package var isProbe: Bool

        /// Makes a departure.
        package init(cargo: Cargo, isProbe: Bool) {
            self.cargo = cargo
            self.isProbe = isProbe
        }
    }

    enum Choice: Hashable { case probe, again, suspect, careful, formed }

    /// Deliveries in one claim at most: those of the largest batch there is.
    package static let claimMax = 1000

    private(set) var settings: DeliverySettings
    var former: BatchFormer
    /// What goes again at once, in this order.
    var again: [BatchGroup] = []
    /// Those that were lost alone at fewer times first.
    var suspects: [ClaimedDelivery] = []
    var careful: [ClaimedDelivery] = []
    var carefulLeft: Int
    var twins = TwinGuard()
    var kept: Set<EventNumber> = []
    /// Kept deliveries that left the hand since the claim under way began.
    var leftDuringClaim: Set<EventNumber> = []
    var isClaiming = false
    var breaker: Breaker
    var canary: Canary
    /// The mean of what was decided last, for an idea of what the next claim brings.
    private var bytesOfAnEvent = 1024

    /// Requests that departed and are not finished.
    package internal(set) var inFlight = 0
    /// Deliveries in hand.
    package internal(set) var inHand = 0

    /// Makes an empty schedule.
    ///
    /// - Parameters:
    ///   - canary: whether the lane starts with one event, then ten.
    ///   - followsCrash: whether the owner before was killed: then what this one claims first, which is what that one
    ///     may have crashed over, is opened before it is decided.
    package init(settings: DeliverySettings, canary: Canary = Canary(), followsCrash: Bool = false) {
        self.settings = settings
        self.canary = canary
        former = BatchFormer(maximum: settings.batchMax, wait: settings.batchWait)
        breaker = Breaker(longestWait: settings.retryMaxWait)
        carefulLeft = 0
        if followsCrash { carefulLeft = 2 * capacity }
    }

    /// Deliveries in hand at most: what may be on its way, and one batch ahead.
    package var capacity: Int { (settings.concurrency + 1) * settings.batchMax }
    /// How many deliveries to claim: none until there is room for a batch.
    ///
    /// No more than the largest batch there is, since a claim holds what is stored of them all; and of large events no
    /// more than the requests can carry that may leave now, and one ahead.
    package var claimLimit: Int {
        let room = capacity - inHand
        let byteRoom = (settings.concurrency - inFlight + 1) * BatchFormer.byteLimit - former.bytes
        guard room >= settings.batchMax, byteRoom > 0 else { return 0 }
        return min(room, Self.claimMax, max(1, byteRoom / bytesOfAnEvent))
    }
    /// Deliveries that wait here to leave.
    package var waitingCount: Int {
        former.count + suspects.count + careful.count + again.reduce(0) { $0 + $1.members.count }
    }
    /// Whether it keeps requests back because the destination fails again and again.
    package var isBroken: Bool { breaker.isOpen }

    // MARK: Another configuration

    /// Takes up another configuration: gives what was decided by the one before and is not on its way, to be released
    /// and decided anew, and starts carefully again.
    package mutating func reconfigure(_ settings: DeliverySettings) -> [EventNumber] {
        let released = releaseDecided()
        self.settings = settings
        former = BatchFormer(maximum: settings.batchMax, wait: settings.batchWait)
        breaker.longestWait = settings.retryMaxWait
        canary.restart()
        return released
    }

    // MARK: Coming in

    /// Notes that a claim begins; claims come one after the other.
    package mutating func claimBegins() {
        isClaiming = true
        twins.claimBegins()
    }

    /// Ends a claim, and takes what it brought in hand.
    ///
    /// - Returns: what is to be decided now, and what is to be released because it may be older than what became of it.
    package mutating func accept(_ claimed: [ClaimedDelivery]) -> (fresh: [ClaimedDelivery], stale: [EventNumber]) {
        var fresh: [ClaimedDelivery] = []
        var stale: [EventNumber] = []
        fresh.reserveCapacity(claimed.count)
        for delivery in claimed {
            let event = delivery.key.event
            if !kept.isEmpty, kept.contains(event) { continue }
            if !leftDuringClaim.isEmpty, leftDuringClaim.contains(event) {
                stale.append(event)
                continue
            }
            inHand += 1
            if delivery.losses >= ClaimedDelivery.suspectLosses {
                // A kill for another reason, soon after each start, shall not meet the same one again and again.
                suspects.insert(delivery, at: suspects.firstIndex { $0.losses > delivery.losses } ?? suspects.count)
            } else if carefulLeft > 0 || Self.isShaken(delivery) {
                carefulLeft = max(0, carefulLeft - 1)
                careful.append(delivery)
            } else {
                fresh.append(delivery)
            }
        }
        // A crash over one that was never opened would be put down to the suspect beside it.
        if !suspects.isEmpty {
            careful += fresh
            fresh = []
        }
        isClaiming = false
        leftDuringClaim.removeAll()
        return (fresh, stale)
    }

    /// Takes decisions in; gives the outcomes of what does not go, which stay in hand until `settled`.
    package mutating func add(_ admissions: [Admission], at now: Moment) -> [DeliveryOutcome] {
        var outcomes: [DeliveryOutcome] = []
        var going: [DecidedDelivery] = []
        going.reserveCapacity(admissions.count)
        for admission in admissions {
            switch admission {
            case .ends(let outcome): outcomes.append(outcome)
            case .goes(let delivery):
                switch twins.admit(delivery) {
                case .goes: going.append(delivery)
                case .waits: break
                case .duplicate(let twin): outcomes.append(Admission.duplicate(delivery, of: twin))
                case .held(let cause): outcomes.append(Admission.held(delivery, because: cause))
                }
            }
        }
        if !going.isEmpty { bytesOfAnEvent = max(1, going.reduce(0) { $0 + $1.event.bytes.count } / going.count) }
        former.add(going, at: now)
        return outcomes
    }

    // MARK: Leaving

    /// Whether `depart` would give something now.
    ///
    /// - Parameter isFlushing: whether there is nothing to wait for.
    package func isReady(at now: Moment, isFlushing: Bool) -> Bool {
        choice(at: now, isFlushing: isFlushing) != nil
    }

    /// Gives the next request that is to leave; nil when there is none.
    ///
    /// Each ends with `finish`, `finishEmpty` or `comeBack`.
    package mutating func depart(at now: Moment, isFlushing: Bool) -> Departure? {
        guard let choice = choice(at: now, isFlushing: isFlushing), let cargo = cargo(of: choice, at: now, isFlushing)
        else { return nil }
        inFlight += 1
        if choice == .probe { breaker.probeLeaves() }
        return Departure(cargo: cargo, isProbe: choice == .probe)
    }

    /// When `isReady` may become true by itself; nil when only a claim or an answer can change that.
    package func deadline(at now: Moment) -> Moment? {
        guard waitingCount > 0, inFlight < settings.concurrency else { return nil }
        if case .nothing(let until) = breaker.permission(at: now) { return until }
        if canary.isAlone, inFlight > 0 { return nil }
        return former.deadline.map { max($0, now) }
    }

    private func choice(at now: Moment, isFlushing: Bool) -> Choice? {
        guard inFlight < settings.concurrency else { return nil }
        switch breaker.permission(at: now) {
        case .nothing: return nil
        case .probe: return waitingCount > 0 ? .probe : nil
        case .free: break
        }
        if canary.isAlone, inFlight > 0 { return nil }
        if !again.isEmpty { return .again }
        if !suspects.isEmpty { return .suspect }
        if !careful.isEmpty { return .careful }
        return former.isReady(at: now, limit: canary.limit ?? .max, isFlushing: isFlushing) ? .formed : nil
    }

    private mutating func cargo(of choice: Choice, at now: Moment, _ isFlushing: Bool) -> Cargo? {
        let limit = canary.limit ?? .max
        switch choice {
        case .probe: return probe()
        case .again: return .decided(takeAgain(limit: limit))
        case .suspect: return .undecided([suspects.removeFirst()])
        case .careful:
            // One of those that were lost together crashed the worker: fewer of them go on together.
            let isShaken = Self.isShaken(careful[0])
            let most = (isShaken ? BatchPortion.sixteenth : .whole).size(of: settings.batchMax)
            let batch = careful.prefix(min(limit, most)).prefix { Self.isShaken($0) == isShaken }
            careful.removeFirst(batch.count)
            return .undecided(Array(batch))
        case .formed:
            return former.take(at: now, limit: limit, isFlushing: isFlushing).map { .decided(BatchGroup($0)) }
        }
    }

    /// Whether it was lost in company, and not because it was on its way.
    private static func isShaken(_ delivery: ClaimedDelivery) -> Bool {
        delivery.losses > 0 && delivery.firstSentAt == nil
    }

    private mutating func probe() -> Cargo? {
        if let delivery = former.takeProbe() { return .decided(BatchGroup([delivery])) }
        if !again.isEmpty { return .decided(takeAgain(limit: 1)) }
        if !suspects.isEmpty { return .undecided([suspects.removeFirst()]) }
        return careful.isEmpty ? nil : .undecided([careful.removeFirst()])
    }

    /// The first group that goes again, or as much of it as may leave.
    private mutating func takeAgain(limit: Int) -> BatchGroup {
        guard again[0].members.count > limit else { return again.removeFirst() }
        let first = BatchGroup(Array(again[0].members.prefix(limit)))
        again[0].members.removeFirst(limit)
        return first
    }
}
