import Foundation
import OutboxTestSupport

/// Seeds for what a test does at random: printed, and taken from `OUTBOX_SEED` to repeat a run.
enum Seed {
    /// A generator whose seed is printed with the test's name.
    static func generator(_ name: String) -> SeededRandom {
        let seed = ProcessInfo.processInfo.environment["OUTBOX_SEED"].flatMap(UInt64.init) ?? .random(in: 0...(.max))
        print("\(name): OUTBOX_SEED=\(seed)")
        return SeededRandom(seed: seed)
    }
}
