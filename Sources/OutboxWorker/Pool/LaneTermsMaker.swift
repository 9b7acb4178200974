import OutboxCore

/// Makes the terms of all lanes of a process, each time a configuration is taken up.
///
/// Destinations that share a rate keep sharing it, and what answers slowed it down to, from one configuration to the
/// next.
struct LaneTermsMaker: Sendable {
    private var number = 0
    private var rates: [String: SharedRate] = [:]

    /// The terms of each lane, in their order.
    mutating func terms(of lanes: [LaneConfiguration], at now: Moment) -> [LaneTerms] {
        number += 1
        // Where destinations that share a rate are configured with different ones, the slowest holds.
        let configured = Dictionary(lanes.map { ($0.rateGroup, $0.settings.rate) }, uniquingKeysWith: min)
        let before = rates
        rates = [:]
        for (group, rate) in configured {
            let shared = before[group] ?? SharedRate(rate: rate, at: now)
            shared.configure(rate: rate, at: now)
            rates[group] = shared
        }
        return lanes.map { lane in
            let rate = rates[lane.rateGroup] ?? SharedRate(rate: lane.settings.rate, at: now)
            return LaneTerms(lane, number: number, rate: rate)
        }
    }
}
