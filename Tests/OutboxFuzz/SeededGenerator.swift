import OutboxCore

/// Random numbers that come again with the same seed.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var random: SplitMix64

    /// Starts the sequence of a seed.
    package init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 { random.next() }

    /// True once in so many calls.
    package mutating func once(in calls: Int) -> Bool {
        Int.random(in: 0..<calls, using: &self) == 0
    }

    /// One of a few things.
    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }
}
