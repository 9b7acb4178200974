import FoundationEssentials
import OutboxCore

/// A random number generator that repeats itself for a seed, and says it.
package struct SeededRandom: RandomNumberGenerator, Sendable, CustomStringConvertible {
    /// What it was started with.
    package let seed: UInt64
    private var random: SplitMix64

    /// Starts at a seed.
    package init(seed: UInt64) {
        self.seed = seed
        random = SplitMix64(seed: seed)
    }

    /// Starts at the seed that an environment variable names, else at a fresh one, and prints the seed with the
    /// variable, so that a failure can be run again.
    package init(printingSeedAs variable: String) {
        let given = ProcessInfo.processInfo.environment[variable].flatMap { UInt64($0) }
        self.init(seed: given ?? UInt64.random(in: 0...UInt64(UInt32.max)))
        print("\(variable)=\(seed)")
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 { random.next() }

    /// True once in so many times.
    package mutating func oneIn(_ times: Int) -> Bool {
        Int.random(in: 0..<max(1, times), using: &self) == 0
    }

    /// One of the elements, each as likely as its weight.
    package mutating func pick<Element>(_ weighted: [(weight: Int, element: Element)]) -> Element? {
        var rest = Int.random(in: 0..<max(1, weighted.reduce(0) { $0 + $1.weight }), using: &self)
        for choice in weighted {
            rest -= choice.weight
            if rest < 0 { return choice.element }
        }
        return weighted.last?.element
    }

    /// So many random bytes.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }

    /// The seed, for messages.
    package var description: String { "seed \(seed)" }
}
