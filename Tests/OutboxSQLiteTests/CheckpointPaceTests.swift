import Testing

@testable import OutboxSQLite

@Suite("The pace of the checkpointer")
struct CheckpointPaceTests {
    @Test("The first commit makes it run soon, and those before the run change nothing")
    func commits() {
        var pace = CheckpointPace()
        #expect(pace.commit() == CheckpointPace.interval)
        #expect(pace.commit() == nil)
        pace.begin()
        #expect(pace.end(isComplete: true) == nil)
        #expect(pace.commit() == CheckpointPace.interval)
    }

    @Test("A commit during a run makes it run again soon, whether or not the run finished", arguments: [false, true])
    func commitDuringRun(isComplete: Bool) {
        var pace = CheckpointPace()
        _ = pace.commit()
        pace.begin()
        #expect(pace.commit() == nil)
        #expect(pace.end(isComplete: isComplete) == CheckpointPace.interval)
    }

    @Test("What a run could not finish is tried again later, but soon once something new comes in")
    func unfinished() {
        var pace = CheckpointPace()
        _ = pace.commit()
        pace.begin()
        #expect(pace.end(isComplete: false) == CheckpointPace.retryInterval)
        // Under load the writer's own checkpoint is what keeps a run from finishing; a second without one would leave
        // the writer all that comes in meanwhile.
        #expect(pace.commit() == CheckpointPace.interval)
        #expect(pace.commit() == nil)
    }
}
