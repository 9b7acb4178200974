import OutboxCore
import OutboxWorker
import Synchronization
import Testing

/// Two access tokens: one can be replaced while the other works.
@Suite(.timeLimit(.minutes(5))) struct TokenRotationTests {
    /// Tokens by name, of which some are good.
    private final class Tokens: Sendable {
        private let state: Mutex<(inUse: Int, refused: Set<String>)>
        private let names = ["first", "second"]
        let good: Mutex<Set<String>>

        init(good: Set<String>) {
            self.good = Mutex(good)
            state = Mutex((inUse: 0, refused: []))
        }

        var inUse: String { state.withLock { names[$0.inUse] } }

        func replace(_ refused: String) -> String? {
            state.withLock { state in
                state.refused.insert(refused)
                if names[state.inUse] != refused { return names[state.inUse] }
                guard let next = names.firstIndex(where: { !state.refused.contains($0) }) else {
                    state = (inUse: 0, refused: [])
                    return nil
                }
                state.inUse = next
                return names[next]
            }
        }

        var answer: Answer {
            let isGood = good.withLock { $0.contains(inUse) }
            return isGood ? Receiver.taken : Answer(.credentials, mayHaveArrived: false, code: 40105)
        }
    }

    private func bench(_ tokens: Tokens) async throws -> WorkBench {
        var bench = try await WorkBench()
        bench.tokens = LaneTokens(inUse: { tokens.inUse }, replace: tokens.replace)
        return bench
    }

    @Test func theOtherTokenIsTriedBeforeTheLanePauses() async throws {
        let tokens = Tokens(good: ["second"])
        let bench = try await bench(tokens)
        try await bench.enqueue(30)
        let report = try await bench.drain(Receiver { _, _ in tokens.answer })
        #expect(report.pause == nil)
        #expect(report.tally.delivered == 30)
        // Both requests are on record, and the refused one cost no attempt.
        let closings = bench.store.observations.closings
        #expect(closings.first?.answer.answerClass == .credentials)
        #expect(closings.first?.outcomes.allSatisfy { !$0.spendsAttempt } == true)
        #expect(closings.dropFirst().allSatisfy { $0.answer.answerClass == .delivered })
    }

    @Test func whenBothAreRefusedTheLanePausesAndStartsWithTheFirstAgain() async throws {
        let tokens = Tokens(good: [])
        let bench = try await bench(tokens)
        try await bench.enqueue(30)
        let report = try await bench.drain(Receiver { _, _ in tokens.answer })
        #expect(report.pause?.cause == .credentials)
        #expect(bench.store.observations.closings.count == 2)
        #expect(tokens.inUse == "first")
        #expect(try await bench.waiting().count == 0, "a paused lane claims nothing")
    }

    @Test func severalRequestsUnderTheRefusedTokenChangeItOnce() async throws {
        let tokens = Tokens(good: ["first"])
        var bench = try await bench(tokens)
        (bench.settings.batchMax, bench.settings.concurrency) = (5, 4)
        let gate = Gate()
        let receiver = Receiver { _, number in
            // The canary's are taken; the next four leave with the token that is taken back meanwhile.
            guard (2...5).contains(number) else { return tokens.answer }
            await gate.wait()
            return Answer(.credentials, mayHaveArrived: false, code: 40105)
        }
        let report = try await bench.serve(receiver) { [bench] _ in
            try await bench.enqueue(40)
            for _ in 0..<6 { _ = await receiver.nextRequest() }
            tokens.good.withLock { $0 = ["second"] }
            gate.open()
            try await eventually {
                bench.store.observations.outcomes.values.count { $0.next == .delivered(nil) } == 40
            }
        }
        #expect(report.pause == nil)
        #expect(tokens.inUse == "second")
    }
}
