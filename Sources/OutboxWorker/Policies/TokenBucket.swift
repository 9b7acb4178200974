/// The pace of a destination in requests a second, slowed down by TikTok's rate-limit answers.
///
/// Each such answer halves the rate, at most once a second and never below one request a second. It comes back by a
/// tenth of the configured rate a second, from the first other answer that arrives a second or more after the last such
/// one: that no request left, or that none was answered yet, says nothing about the rate. Requests that were saved up
/// may leave together, but no more than those of a tenth of a second.
package struct TokenBucket: Sendable {
    /// The longest time that an answer's wish to wait is obeyed: an hour.
    package static let longestRetryAfter: Duration = .seconds(3600)

    /// The rate it recovers to, in requests a second.
    package private(set) var configuredRate: Double

    private var currentRate: Double
    private var tokens: Double
    private var readAt: Moment
    private var halvedAt: Moment?
    private var limitedAt: Moment?
    /// Whether an answer has shown that the rate is not too high; nothing is recovered before.
    private var isRecovering = true
    private var blockedUntil: Moment?

    private var floor: Double { min(1, configuredRate) }
    private var capacity: Double { max(1, currentRate / 10) }

    /// Makes a bucket that is full.
    package init(rate: Double, at now: Moment) {
        configuredRate = max(rate, 0.001)
        currentRate = configuredRate
        tokens = max(1, configuredRate / 10)
        readAt = now
    }

    /// Takes up another configured rate. A rate that answers slowed down stays slow, and recovers to the new one.
    package mutating func configure(rate: Double, at now: Moment) {
        advance(to: now)
        let isSlowedDown = currentRate < configuredRate
        configuredRate = max(rate, 0.001)
        currentRate = isSlowedDown ? min(currentRate, configuredRate) : configuredRate
        tokens = min(tokens, capacity)
    }

    /// Takes up a rate that an earlier process was left with, where that is slower.
    package mutating func restore(_ kept: Double) {
        guard kept < currentRate else { return }
        currentRate = max(kept, floor)
        tokens = min(tokens, capacity)
        isRecovering = false
    }

    /// Lets one request leave, or says when to ask again.
    ///
    /// - Returns: nil where the request may leave now.
    package mutating func take(at now: Moment) -> Moment? {
        advance(to: now)
        if let until = blockedUntil {
            guard now >= until else { return until }
            blockedUntil = nil
        }
        guard tokens < 1 - 1e-6 else {
            tokens -= 1
            return nil
        }
        return now + .seconds(max((1 - tokens) / currentRate, 0.000_1))
    }

    /// Gives a request back that was let go and did not leave.
    package mutating func giveBack() {
        tokens = min(capacity, tokens + 1)
    }

    /// Until when no request leaves because an answer asked to wait; nil where none did.
    package func blocked(at now: Moment) -> Moment? {
        blockedUntil.flatMap { $0 > now ? $0 : nil }
    }

    /// Slows down after a rate-limit answer, and waits as long as it asks.
    package mutating func slowDown(retryAfter: Duration?, at now: Moment) {
        advance(to: now)
        (limitedAt, isRecovering) = (now, false)
        if halvedAt.map({ now - $0 >= .seconds(1) }) ?? true {
            currentRate = max(floor, currentRate / 2)
            tokens = min(tokens, capacity)
            halvedAt = now
        }
        guard let retryAfter, retryAfter > .zero else { return }
        let until = now + min(retryAfter, Self.longestRetryAfter)
        blockedUntil = blockedUntil.map { max($0, until) } ?? until
    }

    /// Begins to recover after an answer with a code of TikTok's that is not about the rate, where a second has passed
    /// since the last one that was.
    package mutating func answered(at now: Moment) {
        advance(to: now)
        if limitedAt.map({ now - $0 >= .seconds(1) }) ?? true { isRecovering = true }
    }

    /// The rate in requests a second.
    package mutating func rate(at now: Moment) -> Double {
        advance(to: now)
        return currentRate
    }

    /// The rate to keep for the next process; nil where it is the configured one.
    package mutating func rateToKeep(at now: Moment) -> Double? {
        advance(to: now)
        return currentRate < configuredRate ? currentRate : nil
    }

    private mutating func advance(to now: Moment) {
        guard now > readAt else { return }
        let elapsed = (now - readAt).inSeconds
        let gained = isRecovering ? configuredRate / 10 * elapsed : 0
        let recovered = min(configuredRate, currentRate + gained)
        // The rate grew evenly in between, so its mean is what flowed in.
        tokens += (currentRate + recovered) / 2 * elapsed
        currentRate = recovered
        tokens = min(tokens, capacity)
        readAt = now
    }
}
