import Dispatch

/// Runs an actor on a serial Dispatch queue of its own.
///
/// Linux has no `DispatchSerialQueue`, so the executor is written by hand. An actor keeps it in a stored property and
/// names it in `unownedExecutor`:
///
/// ```swift
/// actor Lane {
///     private let executor: SerialQueueExecutor
///     nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
/// }
/// ```
///
/// What blocks on it blocks this queue alone, never a thread of the cooperative pool.
package final class SerialQueueExecutor: SerialExecutor {
    private static let labelKey = DispatchSpecificKey<String>()

    /// The queue's name, as debuggers and `currentLabel` show it.
    package let label: String
    /// The queue itself, for the timers of this module.
    let queue: DispatchQueue

    /// The label of the executor that the caller runs on; nil off any.
    package static var currentLabel: String? { DispatchQueue.getSpecific(key: labelKey) }

    /// Makes an executor with a queue of its own.
    package init(label: String) {
        self.label = label
        queue = DispatchQueue(label: label)
        queue.setSpecific(key: Self.labelKey, value: label)
    }

    /// Puts a job of the actor at the end of the queue; called by the runtime.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Stops the process with a message where the caller does not run on the queue; called by the runtime, and by
    /// `assumeIsolated` in the handler of a timer.
    package func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }

    /// A reference for the runtime, which does not keep the executor alive: the actor does.
    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }
}
