/// For how long a worker works.
package enum WorkGoal: Sendable, Hashable {
    /// Until it is told to stop.
    case shutdown
    /// Until nothing is left that it could still move within a time: everything is sent, due later, or waits at a
    /// paused destination. Batches do not wait to fill.
    case nothingMovable(within: Duration)
}
