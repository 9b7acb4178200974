import OutboxCore
import OutboxTestSupport
import OutboxWorker
import Synchronization
import Testing

/// A wall clock that jumps ahead while a pool works: the time that nothing could be tried in is not spent.
@Suite(.timeLimit(.minutes(5))) struct ClockJumpTests {
    /// The system's clocks, with what a test adds to them.
    private final class JumpingClock: Sendable {
        private let added = Mutex((wall: Duration.zero, moment: Duration.zero))

        /// The wall clock is set ahead.
        func jump(_ duration: Duration) { added.withLock { $0.wall += duration } }

        /// Time passes.
        func pass(_ duration: Duration) {
            added.withLock { added in
                added.wall += duration
                added.moment += duration
            }
        }

        var clock: WorkerClock {
            WorkerClock(
                wall: { WorkerClock.system.wall() + self.added.withLock(\.wall) },
                moment: { WorkerClock.system.moment() + self.added.withLock(\.moment) }
            )
        }
    }

    private static let hour: Duration = .seconds(3600)
    private static let refused = Answer(.tryLater(after: .zero), mayHaveArrived: false, message: "no connection")

    private func bench(_ clock: JumpingClock) async throws -> WorkBench {
        var bench = try await WorkBench()
        bench.clock = clock.clock
        bench.settings.retryFor = Self.hour * 24
        return bench
    }

    @Test func aJumpLongerThanTheTimeForRetriesExpiresNothing() async throws {
        let clock = JumpingClock()
        let bench = try await bench(clock)
        let receiver = Receiver { _, number in
            if number == 2 { clock.jump(Self.hour * 30) }
            return number < 6 ? Self.refused : Receiver.taken
        }
        try await bench.enqueue(5)
        let report = try await bench.drain(receiver)
        #expect((report.tally.delivered, report.tally.failed) == (5, 0))
    }

    @Test func theNextOwnerKnowsOfTheJump() async throws {
        let clock = JumpingClock()
        let bench = try await bench(clock)
        try await bench.enqueue(1)
        let unreachable = Receiver { _, number in
            if number == 2 { clock.jump(Self.hour * 30) }
            return Self.refused
        }
        _ = try await bench.serve(unreachable) { _ in
            try await eventually { bench.store.observations.closings.count >= 4 }
        }
        let receiver = Receiver { _, number in number == 0 ? Self.refused : Receiver.taken }
        let report = try await bench.drain(receiver)
        #expect((report.tally.delivered, report.tally.failed) == (1, 0))
    }

    @Test func aClockThatWasSetBackAndRightAgainExpiresNothing() async throws {
        let clock = JumpingClock()
        let bench = try await bench(clock)
        let receiver = Receiver { _, number in
            if number == 1 { clock.jump(.zero - Self.hour * 30) }
            if number == 3 { clock.jump(Self.hour * 30) }
            return number < 6 ? Self.refused : Receiver.taken
        }
        try await bench.enqueue(1)
        #expect(try await bench.drain(receiver).tally.delivered == 1)
    }

    @Test func timeThatPassesIsSpent() async throws {
        let clock = JumpingClock()
        let bench = try await bench(clock)
        let receiver = Receiver { _, number in
            if number == 2 { clock.pass(Self.hour * 25) }
            return Self.refused
        }
        let numbers = try await bench.enqueue(1)
        let report = try await bench.drain(receiver, within: Self.hour * 48)
        #expect(report.tally.failed == 1)
        #expect(bench.store.observations.outcomes[numbers[0]]?.next == .failed(.expired))
    }
}
