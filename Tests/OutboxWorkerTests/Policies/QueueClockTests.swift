import OutboxCore
import OutboxWorker
import Testing

@Suite struct QueueClockTests {
    private func seconds(_ count: Int) -> Timestamp { noon + .seconds(count) }

    @Test func itFollowsTheWallClock() {
        var clock = QueueClock(longestWait: .seconds(900))
        #expect(clock.read(wall: noon, moment: .at(100)).queue == noon)
        #expect(clock.read(wall: seconds(5), moment: .at(105)).queue == seconds(5))
    }

    @Test func itGoesOnWhenTheWallClockIsSetBack() {
        var clock = QueueClock(longestWait: .seconds(900))
        _ = clock.read(wall: noon, moment: .at(0))
        let time = clock.read(wall: seconds(-3590), moment: .at(10))
        #expect(time.queue == seconds(10))
        #expect(time.wall == seconds(-3590))
        #expect(clock.read(wall: seconds(-3580), moment: .at(20)).queue == seconds(20))
    }

    @Test func itJumpsWithAWallClockThatIsSetForward() {
        var clock = QueueClock(longestWait: .seconds(900))
        _ = clock.read(wall: noon, moment: .at(0))
        #expect(clock.read(wall: seconds(86_401), moment: .at(1)).queue == seconds(86_401))
        #expect(clock.read(wall: seconds(2), moment: .at(2)).queue == seconds(86_402))
    }

    @Test func itTellsHowFarTheWallClockJumpedAheadBeyondWhatItWasSetBack() {
        var clock = QueueClock(longestWait: .seconds(900))
        _ = clock.read(wall: noon, moment: .at(0))
        _ = clock.read(wall: seconds(10), moment: .at(10))
        #expect(clock.skipped == .zero)
        _ = clock.read(wall: seconds(-3590), moment: .at(10))
        _ = clock.read(wall: seconds(10), moment: .at(10))
        #expect(clock.skipped == .zero)
        _ = clock.read(wall: seconds(7220), moment: .at(20))
        #expect(clock.skipped == .seconds(7200))
    }

    @Test func aDueTimeWithinTheLongestWaitIsWaitedFor() {
        let clock = QueueClock(longestWait: .seconds(900))
        #expect(clock.claimTime(at: noon, nextDueAt: nil) == noon)
        #expect(clock.claimTime(at: noon, nextDueAt: seconds(-5)) == noon)
        #expect(clock.claimTime(at: noon, nextDueAt: seconds(900)) == noon)
        #expect(clock.wait(at: noon, nextDueAt: seconds(900)) == .seconds(900))
        #expect(clock.wait(at: noon, nextDueAt: seconds(-5)) == .zero)
    }

    @Test func aDueTimeBeyondItWasWrittenUnderAClockThatRanAhead() {
        let clock = QueueClock(longestWait: .seconds(900))
        #expect(clock.claimTime(at: noon, nextDueAt: seconds(3600)) == seconds(4500))
        #expect(clock.wait(at: noon, nextDueAt: seconds(3600)) == .zero)
    }
}
