import Dispatch
import Synchronization

/// A timer that fires once for each arming, on the queue of an executor.
///
/// It is activated once and never suspended; arming moves its deadline, and the end of its life cancels it, so that it
/// never fires afterwards. It measures time that the machine was awake, not the wall clock, and never sleeps longer
/// than `longestDelay`: whoever waits for longer is called earlier, looks at the clock again and arms it anew.
package final class OneShotTimer: Sendable {
    /// The longest time it sleeps: 30 seconds.
    package static let longestDelay: Duration = .seconds(30)

    private let source: Mutex<any DispatchSourceTimer>

    /// Makes a timer that is not armed. The handler runs on the executor's queue, where its actor may be assumed:
    ///
    /// ```swift
    /// OneShotTimer(on: executor) { [weak self] in self?.assumeIsolated { $0.tick() } }
    /// ```
    package init(on executor: SerialQueueExecutor, handler: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeTimerSource(queue: executor.queue)
        source.setEventHandler { @Sendable in handler() }
        source.schedule(deadline: .distantFuture)
        source.activate()
        self.source = Mutex(source)
    }

    deinit {
        cancel()
    }

    /// Fires after a delay (at once where it is not positive, after `longestDelay` at the latest), in place of any
    /// earlier arming.
    package func arm(after delay: Duration) {
        let bounded = min(max(delay, .zero), Self.longestDelay)
        let (seconds, attoseconds) = bounded.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        source.withLock { $0.schedule(deadline: .now() + .nanoseconds(nanoseconds), leeway: .nanoseconds(0)) }
    }

    /// Takes the arming back.
    package func disarm() {
        source.withLock { $0.schedule(deadline: .distantFuture) }
    }

    /// Ends it: it never fires again, whatever is armed later.
    package func cancel() {
        source.withLock { $0.cancel() }
    }
}
