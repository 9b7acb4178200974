/// When the checkpointer runs: soon after something new, later for what a reader kept it from finishing.
struct CheckpointPace {
    /// How soon it runs while something new comes in.
    static let interval: Duration = .milliseconds(50)
    /// How soon it tries again where nothing new comes in.
    static let retryInterval: Duration = .seconds(1)

    private enum State {
        case idle
        case running
        case runsSoon
        case runsLater
    }

    private var state = State.idle
    private var isDirty = false

    /// Notes a commit; gives the delay to arm the timer with, nil where it stays as it is.
    mutating func commit() -> Duration? {
        isDirty = true
        switch state {
        case .running, .runsSoon: return nil
        case .idle, .runsLater:
            state = .runsSoon
            return Self.interval
        }
    }

    /// Notes that a run begins.
    mutating func begin() {
        state = .running
        isDirty = false
    }

    /// Notes that it ended; gives the delay to arm the timer with, nil where nothing is to do.
    mutating func end(isComplete: Bool) -> Duration? {
        if isDirty {
            state = .runsSoon
            return Self.interval
        }
        state = isComplete ? .idle : .runsLater
        return isComplete ? nil : Self.retryInterval
    }
}
