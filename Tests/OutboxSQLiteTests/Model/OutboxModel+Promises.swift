import OutboxCore

// The promises of the outbox, checked against what the tables hold.
extension OutboxModel {
    /// What is cheap enough to be checked after every step: promise 2, by the counters and by the rows.
    func check(_ ledger: StoreLedger) throws {
        let (written, counted, expected) = (try ledger.counters(), try ledger.recount(), counts)
        try Self.expectSame(written, counted, "the counters and the rows")
        try Self.expectSame(written, expected, "the counters and the model")
        try checkSums(written)
    }

    /// Everything: no event lost, every delivery as it should be, every attempt once.
    func checkAll(_ ledger: StoreLedger) throws {
        try check(ledger)
        try Self.expectSame(try ledger.events(), events, "the events and the model")
        try Self.expectSame(
            try ledger.deliveries().mapValues(\.asInRow), deliveries.mapValues(\.asInRow),
            "the deliveries and the model")
        try Self.expectSame(try ledger.unmappedNames(), unmappedNames, "the unmapped names and the model")
        let expected = attempts.mapValues { attempt in
            StoreLedger.Attempt(
                lane: attempt.lane, openedAt: attempt.openedAt, isOpen: attempt.ending == nil,
                isUnknown: attempt.ending == .unknown, events: attempt.members.count)
        }
        try Self.expectSame(try ledger.attempts(), expected, "the attempts and the model")
        for (id, times) in try ledger.timesDelivered() {
            let allowed = 1 + (replays[id] ?? 0)
            try Violation.unless(times <= allowed, "\(id) was recorded as delivered \(times) times")
        }
    }

    /// routed = delivered + skipped + failed + cancelled + waiting for every source and destination, and
    /// accepted = routed + unrouted + waiting for fan-out for every source.
    private func checkSums(_ counters: [CountKey: Int]) throws {
        for source in sources.values {
            for destination in destinations.keys {
                let routed = deliveries.keys.count {
                    $0.destination == destination && events[$0.event]?.source == source
                }
                let counted = counters.reduce(0) { sum, entry in
                    let isHere = entry.key.source == source && entry.key.destination == destination.rawValue
                    return isHere ? sum + entry.value : sum
                }
                try Violation.unless(
                    routed == counted, "source \(source) at \(destination): \(routed) routed, \(counted) counted")
            }
            let routed = Set(deliveries.keys.map(\.event)).count { events[$0]?.source == source }
            let states = (0...2).map { state in
                counters[CountKey(source: source, destination: 0, state: state, deliveryClass: 0, reason: 0)] ?? 0
            }
            try Violation.unless(
                states[0] == routed + states[1] + states[2],
                "source \(source): \(states[0]) accepted, \(routed) routed, \(states[1]) unrouted, \(states[2]) waiting"
            )
        }
    }

    private static func expectSame<Key: Hashable, Value: Equatable>(
        _ found: [Key: Value], _ expected: [Key: Value], _ words: String
    ) throws {
        guard found != expected else { return }
        let keys = Set(found.keys).union(expected.keys).filter { found[$0] != expected[$0] }
        let lines = keys.prefix(5).map { key in
            let (found, expected) = (found[key].map { "\($0)" }, expected[key].map { "\($0)" })
            return "\(key): \(found ?? "nothing") instead of \(expected ?? "nothing")"
        }
        throw Violation("\(words) differ in \(keys.count) places:\n" + lines.joined(separator: "\n"))
    }
}

extension OutboxModel.Delivery {
    /// Without what is not in its row, or means nothing once it has ended.
    var asInRow: Self {
        var row = self
        row.openIn = nil
        if state != .queued { row.dueAt = Timestamp(milliseconds: 0) }
        return row
    }
}
