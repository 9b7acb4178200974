import FoundationEssentials
import OutboxCore
import OutboxSQLite
import OutboxTestSupport
import Testing

/// Random steps of two processes on one file against a model of the promises.
///
/// `OUTBOX_MODEL_SEED` repeats a run, and `OUTBOX_MODEL_STEPS` makes it longer.
@Suite struct StoreModelTests {
    /// After so many steps a run begins anew on a fresh file, so that rows stay few enough to compare all of them.
    private static let stepsOfOneFile = 250

    @Test func promisesHoldThroughCrashesTakeOversAndClockJumps() async throws {
        var random = SeededRandom(printingSeedAs: "OUTBOX_MODEL_SEED")
        let wanted = ProcessInfo.processInfo.environment["OUTBOX_MODEL_STEPS"].flatMap { Int($0) } ?? 2000
        var met: [String: Int] = [:]
        for start in stride(from: 0, to: wanted, by: Self.stepsOfOneFile) {
            let seed = start == 0 ? random.seed : random.next()
            let steps = min(Self.stepsOfOneFile, wanted - start)
            do {
                let run = try await ModelRun(seed: seed) { try SQLiteStore.open(path: $0) }
                try await run.run(steps: steps)
                met.merge(run.met, uniquingKeysWith: +)
            } catch {
                Issue.record("OUTBOX_MODEL_SEED=\(seed) OUTBOX_MODEL_STEPS=\(steps): \(error)")
                return
            }
        }
        print(met.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))
        #expect(wanted < 2000 || met["opened", default: 0] > 0, "a run that sends nothing proves nothing")
    }

    /// A run that once found a delivery sent again after its time.
    @Test(arguments: [UInt64(4_542_331_889_253_616_717)])
    func promisesHoldInARunThatBrokeThem(seed: UInt64) async throws {
        let run = try await ModelRun(seed: seed) { try SQLiteStore.open(path: $0) }
        try await run.run(steps: Self.stepsOfOneFile)
        #expect(run.met["opened", default: 0] > 0)
    }

    /// The model must notice a store that breaks a promise, or its silence means nothing.
    @Test(arguments: Sabotage.allCases)
    func aBrokenStoreIsNoticed(_ sabotage: Sabotage) async throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let run = try await ModelRun(seed: seed) { path in
                SabotagedStore(try SQLiteStore.open(path: path), sabotage)
            }
            do {
                try await run.run(steps: Self.stepsOfOneFile)
            } catch is Violation {
                return
            }
        }
        Issue.record("twenty runs noticed nothing of \(sabotage)")
    }
}
