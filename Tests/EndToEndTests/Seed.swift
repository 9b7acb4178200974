import Foundation

/// Seeds for what a test does at random: printed, and taken from `OUTBOX_SEED` to repeat a run.
enum Seed {
    /// A generator whose seed is printed with the test's name.
    static func generator(_ name: String) -> SplitMix64 {
        let seed = ProcessInfo.processInfo.environment["OUTBOX_SEED"].flatMap(UInt64.init) ?? .random(in: 0...(.max))
        print("\(name): OUTBOX_SEED=\(seed)")
        return SplitMix64(state: seed)
    }

    /// Sebastiano Vigna's SplitMix64.
    struct SplitMix64: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }
}
