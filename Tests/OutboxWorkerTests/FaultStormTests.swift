import OutboxCore
import OutboxTestSupport
import OutboxWorker
import Synchronization
import Testing

/// Random answers on a real store: nothing is lost, nothing counts twice.
@Suite(.timeLimit(.minutes(5))) struct FaultStormTests {
    /// TikTok on a bad day: what it took, and what it says.
    private final class Weather: Sendable {
        private struct State {
            var random: SeededRandom
            var taken: [String: Int] = [:]
        }

        private let state: Mutex<State>
        private let bad: @Sendable (String) -> Bool

        init(_ random: SeededRandom, bad: @escaping @Sendable (String) -> Bool) {
            state = Mutex(State(random: random))
            self.bad = bad
        }

        /// How often each event was taken.
        var taken: [String: Int] { state.withLock { $0.taken } }

        func answer(_ request: Receiver.Request) -> Answer {
            state.withLock { state in
                if request.ids.count > 15 && state.random.oneIn(20) {
                    return Answer(.tooBig, mayHaveArrived: false, code: 40061)
                }
                switch Int.random(in: 0..<100, using: &state.random) {
                case 0..<10: return Answer(.rateLimited, mayHaveArrived: false, code: 40100)
                case 10..<18: return Answer(.tryLater(after: .zero), httpStatus: 200, code: 50000)
                case 18..<22: return Receiver.reset
                case 22..<26: return Answer(.tryLater(after: .zero), mayHaveArrived: false, message: "refused")
                case 26..<30:
                    if !request.ids.contains(where: bad) { take(request.ids, &state) }
                    return Receiver.reset
                default: break
                }
                if let index = request.ids.firstIndex(where: bad) {
                    return Receiver.refusal(state.random.oneIn(4) ? nil : index)
                }
                take(request.ids, &state)
                return state.random.oneIn(20)
                    ? Answer(.deliveredWithWarnings, code: 20001, message: "partial") : Receiver.taken
            }
        }

        private func take(_ ids: [String], _ state: inout State) {
            for id in ids { state.taken[id, default: 0] += 1 }
        }
    }

    @Test func everyGoodEventArrivesAndEveryBadOneFailsAlone() async throws {
        var random = SeededRandom(printingSeedAs: "FAULT_STORM_SEED")
        var bench = try await WorkBench()
        bench.settings.batchMax = Int.random(in: 5...60, using: &random)
        bench.settings.concurrency = Int.random(in: 1...8, using: &random)
        let numbers = try await bench.enqueue(3000)
        bench.store.setFaults {
            $0.fullDiskAtClosing = 1
            $0.fullDiskAtOpening = 1
        }
        let bad: @Sendable (String) -> Bool = { $0.hasSuffix("77") }
        let weather = Weather(random, bad: bad)
        let report = try await bench.drain(Receiver { request, _ in weather.answer(request) }, within: .seconds(240))
        #expect(report.pause == nil)
        let outcomes = bench.store.observations.outcomes
        #expect(outcomes.count == 3000)
        for (index, number) in numbers.enumerated() {
            let (id, next) = ("e-\(index)", outcomes[number]?.next)
            if bad(id) {
                #expect(next == .failed(.rejected))
                #expect(weather.taken[id] == nil)
            } else {
                #expect(next == .delivered(nil) || next == .delivered(.warnings))
                #expect((weather.taken[id] ?? 0) >= 1)
            }
        }
        #expect(report.tally.delivered + report.tally.deliveredWithWarnings == 2970)
        #expect(report.tally.failed == 30)
        #expect(try await bench.waiting().isEmpty)
        // Nothing was ever in two open attempts, or opened again after it had ended.
        var isOver: Set<EventNumber> = []
        for closing in bench.store.observations.closings {
            for outcome in closing.outcomes {
                #expect(!isOver.contains(outcome.key.event))
                if case .queued = outcome.next { continue }
                isOver.insert(outcome.key.event)
            }
        }
    }
}
