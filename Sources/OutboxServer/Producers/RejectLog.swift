package import Logging
package import OutboxCore
import ServiceLifecycle
import Synchronization

/// Writes down what was rejected: collected in memory, written about once a second, and at the end.
///
/// A rejected event never waits for the disk. What a write failed for is kept, within the bounds of the buffer, for the
/// next one. What was not written when the process is killed is not counted.
package final class RejectLog: Service {
    /// Requests that were to come again, since the last line about them.
    private struct Refusals {
        var count = 0
        var toldAt: Timestamp?
    }

    private static let interval: Duration = .seconds(1)
    private static let refusalInterval: Duration = .seconds(60)

    private let store: any OutboxStore
    private let logger: Logger
    private let buffer = Mutex(RejectBuffer())
    private let refusals = Mutex(Refusals())
    private let isFailing = Atomic<Bool>(false)
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    /// Makes a log that writes to a store.
    package init(store: any OutboxStore, logger: Logger) {
        self.store = store
        self.logger = logger
        (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Writes until graceful shutdown, and then what is left.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.signals {
                try? await Task.sleep(for: Self.interval)
                await self.flush()
            }
        }
        await flush()
        let lost = buffer.withLock { $0.take() }.reduce(0) { $0 + $1.count }
        if lost > 0 { logger.warning("rejects are lost", metadata: ["count": "\(lost)"]) }
    }

    /// Adds rejected events of a source, at the cost of some words in memory.
    func add(_ events: [RejectedEvent], of source: SourceID) {
        guard !events.isEmpty else { return }
        buffer.withLock { buffer in
            for event in events { buffer.add(event, of: source) }
        }
        signal.yield()
    }

    /// Counts a request that was answered with 503, and tells of them at most once a minute.
    func note(_ failure: RequestFailure, at now: Timestamp) {
        let count: Int? = refusals.withLock { refusals in
            refusals.count += 1
            if let toldAt = refusals.toldAt, toldAt <= now, now < toldAt + Self.refusalInterval { return nil }
            defer { refusals = Refusals(toldAt: now) }
            return refusals.count
        }
        guard let count else { return }
        logger.warning(
            "requests were refused with 503, their clients are to come again",
            metadata: ["count": "\(count)", "code": "\(failure.code.rawValue)", "last": "\(failure.message)"])
    }

    /// Writes what was added so far.
    func flush() async {
        let rejects = buffer.withLock { $0.take() }
        guard !rejects.isEmpty else { return }
        do {
            try await store.record(rejects)
            isFailing.store(false, ordering: .relaxed)
        } catch {
            buffer.withLock { $0.putBack(rejects) }
            signal.yield()
            // Not each second anew.
            guard !isFailing.exchange(true, ordering: .relaxed) else { return }
            logger.warning("rejects were not written: tried again every second", metadata: ["error": "\(error)"])
        }
    }
}
