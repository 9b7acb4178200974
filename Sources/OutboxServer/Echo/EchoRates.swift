import OutboxCore

/// How many reports of pages are taken: of each public key and of each address, so that neither a broken page nor a
/// single machine fills the disk. Token buckets; the time is passed in.
struct EchoRates: Sendable {
    /// Reports a second, and how many may come at once after a pause.
    struct Rate: Sendable {
        let perSecond: Double
        let burst: Double
    }

    /// All pages of a shop together.
    static let ofKey = Rate(perSecond: 200, burst: 2000)
    /// One browser, or all of an office behind one address.
    static let ofAddress = Rate(perSecond: 2, burst: 120)
    /// Addresses that are told apart; those beyond share one rate.
    static let maximumAddresses = 10_000

    private struct Bucket {
        var tokens: Double
        var readAt: Timestamp

        /// Takes a token, or says in how many seconds there is one.
        mutating func take(_ rate: Rate, at now: Timestamp) -> Double? {
            refill(rate, at: now)
            guard tokens < 1 else {
                tokens -= 1
                return nil
            }
            return (1 - tokens) / rate.perSecond
        }

        mutating func refill(_ rate: Rate, at now: Timestamp) {
            let elapsed = max(0, Double(now.milliseconds - readAt.milliseconds) / 1000)
            tokens = min(rate.burst, tokens + elapsed * rate.perSecond)
            // A clock that is set back must not stop the flow.
            readAt = now
        }
    }

    private var keys: [String: Bucket] = [:]
    // By address; empty for all that share a rate.
    private var addresses: [[UInt8]: Bucket] = [:]
    private var sweptAt: Timestamp?

    /// Takes one report, or says in how many whole seconds to come again.
    ///
    /// - Parameters:
    ///   - key: a key that is known; each has a bucket for ever.
    ///   - address: the address or network that sent it; nil where it is not known.
    mutating func take(key: String, address: [UInt8]?, at now: Timestamp) -> Int? {
        if let address {
            let place = place(for: address, at: now)
            let fresh = Bucket(tokens: Self.ofAddress.burst, readAt: now)
            if let wait = addresses[place, default: fresh].take(Self.ofAddress, at: now) { return Self.seconds(wait) }
        }
        let freshKey = Bucket(tokens: Self.ofKey.burst, readAt: now)
        return keys[key, default: freshKey].take(Self.ofKey, at: now).map { Self.seconds($0) }
    }

    private static func seconds(_ wait: Double) -> Int { max(1, Int(wait.rounded(.up))) }

    /// The address, or what all share for which there is no room. Once a second those are forgotten that have been
    /// quiet for long enough to have everything back.
    private mutating func place(for address: [UInt8], at now: Timestamp) -> [UInt8] {
        guard addresses[address] == nil, addresses.count >= Self.maximumAddresses else { return address }
        if sweptAt.map({ now - $0 >= .seconds(1) || now < $0 }) ?? true {
            sweptAt = now
            addresses = addresses.filter { _, bucket in
                var bucket = bucket
                bucket.refill(Self.ofAddress, at: now)
                return bucket.tokens < Self.ofAddress.burst
            }
        }
        return addresses.count >= Self.maximumAddresses ? [] : address
    }
}
