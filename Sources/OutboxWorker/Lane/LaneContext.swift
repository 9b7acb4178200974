import Logging
import OutboxCore
import OutboxDispatch

/// What a lane works with, for as long as its process lives.
struct LaneContext: Sendable {
    /// The destination.
    let destination: DestinationID
    /// Its name in the configuration.
    let name: String
    /// Where everything is on record.
    let store: any OutboxStore
    /// The queue that the lane runs on.
    let executor: SerialQueueExecutor
    /// What wakes it.
    let signals: LaneSignals
    /// Whose turn it is, of the lanes of the process, to have an attempt undecided.
    let turn: DecidingTurn
    /// Its clocks.
    let clock: WorkerClock
    /// How long open attempts may take to finish after the wish to stop.
    let grace: Duration
    /// Draws a number from 0 to 1 for the jitter of a batch.
    let jitter: @Sendable () -> Double
    /// Its metrics.
    let metrics: LaneMetrics
    /// Its logger, with the destination's name as metadata.
    let logger: Logger
}
