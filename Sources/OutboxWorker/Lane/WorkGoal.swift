/// For how long a worker works.
package enum WorkGoal: Sendable, Hashable {
    /// Until it is told to stop.
    case shutdown
    /// Until nothing is left that it could still move within a time: everything is sent, due later, or waits at a
    /// paused destination. Batches do not wait to fill.
    case nothingMovable(within: Duration)

    /// What is left of it after a time, for a lane that starts then.
    func rest(after time: Duration) -> WorkGoal {
        switch self {
        case .shutdown: .shutdown
        case .nothingMovable(let limit): .nothingMovable(within: max(.zero, limit - time))
        }
    }
}
