/// Stops a lane whose destination fails again and again, and probes it with single events until it answers.
///
/// It opens after 5 *try later* answers in a row. The first probe leaves after a second, each further one after twice
/// the time, up to the longest wait. Any answer that can be parsed closes it; the waits begin at a second again once an
/// answer is something better than *try later*.
package struct Breaker: Sendable {
    /// *Try later* answers in a row that open it.
    package static let threshold = 5
    private static let firstWait: Duration = .seconds(1)

    private enum State: Sendable, Hashable {
        /// Requests leave. Can become `open`.
        case closed
        /// Nothing leaves before a moment. Becomes `probing` when a probe leaves, or `closed` by a late answer.
        case open(until: Moment)
        /// One probe is on its way. Becomes `closed` or `open` by its answer.
        case probing
    }

    /// What may leave now.
    package enum Permission: Sendable, Hashable {
        /// Anything.
        case free
        /// One request of one event.
        case probe
        /// Nothing before a moment; nil while a probe is on its way.
        case nothing(until: Moment?)
    }

    /// No wait is longer.
    package var longestWait: Duration
    private var state = State.closed
    private var failuresInARow = 0
    private var wait = Self.firstWait

    /// Makes a closed breaker whose waits are never longer than `longestWait` (`retry.max_wait`).
    package init(longestWait: Duration) {
        self.longestWait = longestWait
    }

    /// What may leave now.
    package func permission(at now: Moment) -> Permission {
        switch state {
        case .closed: .free
        case .open(let until): now >= until ? .probe : .nothing(until: until)
        case .probing: .nothing(until: nil)
        }
    }

    /// Whether it keeps requests back.
    package var isOpen: Bool { state != .closed }

    /// Notes that the probe leaves.
    package mutating func probeLeaves() {
        guard case .open = state else { return }
        state = .probing
    }

    /// Notes that the probe did not leave after all (its delivery was taken back): the next one may, at once.
    package mutating func probeStays(at now: Moment) {
        guard state == .probing else { return }
        state = .open(until: now)
    }

    /// Notes an answer.
    ///
    /// - Parameters:
    ///   - isTryLater: whether its class is *try later*.
    ///   - isParsed: whether it had a code of TikTok's, whichever.
    ///   - wasProbe: whether it answers a probe of this breaker.
    package mutating func answered(isTryLater: Bool, isParsed: Bool, wasProbe: Bool, at now: Moment) {
        guard isTryLater else {
            state = .closed
            failuresInARow = 0
            wait = Self.firstWait
            return
        }
        if state != .closed {
            if isParsed {
                state = .closed
                failuresInARow = 0
            } else if wasProbe {
                open(at: now)
            }
            return
        }
        failuresInARow += 1
        if failuresInARow >= Self.threshold { open(at: now) }
    }

    private mutating func open(at now: Moment) {
        let bounded = min(wait, longestWait)
        state = .open(until: now + bounded)
        wait = min(wait * 2, max(longestWait, Self.firstWait))
        failuresInARow = 0
    }
}
