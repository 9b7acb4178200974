import OutboxCore
import OutboxWorker
import Testing

/// Who is blamed when the process is killed again and again.
@Suite(.timeLimit(.minutes(5))) struct CrashTests {
    @Test func afterACrashNoTwoAttemptsOfAProcessAreUndecidedAtATime() async throws {
        let bench = try await WorkBench()
        let count = 60
        try await bench.enqueue(count, fanOut: bench.fanOut(toBoth: true))
        for destination in [bench.main, bench.second] {
            for _ in 0..<2 { try await bench.crash(over: count, at: destination, isDecided: false) }
        }
        let receiver = Receiver()
        let pool = bench.pool(receiver, for: ["main", "second"])
        let report = try await pool.run(until: .nothingMovable(within: .seconds(60)))
        #expect(report.lanes.map(\.tally.delivered) == [count, count])
        let observations = bench.store.observations
        // Each of them alone, since it was lost twice in company.
        let undecided = observations.openings.filter(\.isBeforeDeciding)
        #expect(undecided.map(\.members.count) == [Int](repeating: 1, count: 2 * count))
        #expect(observations.undecided.most == 1)
    }

    @Test func killsOverManyUndecidedEventsMakeNoneOfThemInvalid() async throws {
        let bench = try await WorkBench()
        try await bench.enqueue(5)
        for _ in 0..<6 { try await bench.crash(over: 5, isDecided: false) }
        let receiver = Receiver()
        let report = try await bench.drain(receiver)
        #expect((report.tally.delivered, report.tally.failed) == (5, 0))
    }

    @Test func anEventThatCrashesTheWorkerEachTimeIsFound() async throws {
        let bench = try await WorkBench()
        let numbers = try await bench.enqueue(5)
        // Twice among others, then alone, as the lane would open it.
        for _ in 0..<2 { try await bench.crash(over: 5, isDecided: false) }
        for _ in 0..<3 { try await bench.crash(over: 1, isDecided: false) }
        let report = try await bench.drain(Receiver())
        #expect((report.tally.delivered, report.tally.failed) == (4, 1))
        #expect(bench.store.observations.outcomes[numbers[0]] == nil)
    }
}
