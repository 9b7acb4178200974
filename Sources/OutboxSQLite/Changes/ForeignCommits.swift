import OutboxDispatch
import Synchronization

/// Notices commits of other processes, and signals them; besides it signals every 5 seconds, whatever happens.
///
/// A change of the write-ahead log is told some tenths of a millisecond before its commit can be read. The version of
/// the data is therefore read at once and after 1, 2, 4 ... 64 ms. Commits of this process change the log as well, and
/// cost one reading a millisecond at most.
final class ForeignCommits: Sendable {
    /// How often it signals when nothing is noticed.
    static let interval: Duration = .seconds(5)
    /// The first of the delays before a reading; each is twice the one before.
    static let shortestDelay: Duration = .milliseconds(1)
    /// The last of them.
    static let longestDelay: Duration = .milliseconds(64)

    private struct State {
        var interval: OneShotTimer?
        var reading: OneShotTimer?
        var watcher: FileWatcher?
        /// The delay that the reading timer is armed with; nil while nothing changes.
        var delay: Duration?
    }

    private let writer: Writer
    private let feed: ChangeFeed
    private let executor = SerialQueueExecutor(label: "outbox.foreign-commits")
    private let state = Mutex(State())

    /// Watches the log of a file from now on.
    ///
    /// Where the system lets nobody watch it, the 5 seconds remain.
    init(path: String, writer: Writer, feed: ChangeFeed) {
        self.writer = writer
        self.feed = feed
        let interval = OneShotTimer(on: executor) { @Sendable [weak self] in self?.signal() }
        let reading = OneShotTimer(on: executor) { @Sendable [weak self] in self?.readAgain() }
        let (folder, name) = DatabaseFile.split(path)
        let watcher = try? FileWatcher(folder: folder, names: [name + "-wal"]) { @Sendable [weak self] in
            self?.logChanged()
        }
        state.withLock { state in
            (state.interval, state.reading, state.watcher) = (interval, reading, watcher)
        }
        interval.arm(after: Self.interval)
        // The first answer tells where to start from. What was committed between the subscription and it is in no later
        // answer, so it is told now.
        writer.checkForeignCommits { [feed] _ in feed.signal() }
    }

    /// Stops.
    func cancel() {
        state.withLock { state in
            state.interval?.cancel()
            state.reading?.cancel()
            state.watcher?.cancel()
            state = State()
        }
    }

    private func signal() {
        feed.signal()
        state.withLock { $0.interval?.arm(after: Self.interval) }
    }

    private func logChanged() {
        let isFirst = state.withLock { state in
            let before = state.delay
            // What is armed with the shortest delay already reads soon enough, and then again.
            if before != Self.shortestDelay {
                state.delay = Self.shortestDelay
                state.reading?.arm(after: Self.shortestDelay)
            }
            return before == nil
        }
        if isFirst { read() }
    }

    private func readAgain() {
        state.withLock { state in
            let next = state.delay.map { $0 * 2 } ?? Self.shortestDelay
            state.delay = next <= Self.longestDelay ? next : nil
            if let delay = state.delay { state.reading?.arm(after: delay) }
        }
        read()
    }

    private func read() {
        writer.checkForeignCommits { [feed] isForeign in
            if isForeign { feed.signal() }
        }
    }
}
