import OutboxDispatch
import Synchronization

/// What wakes a lane: changes in the store, answers, its timer, and the wish to stop.
///
/// May be used from any thread. Signals that nobody awaited are merged.
final class LaneSignals: Sendable {
    /// What was told since it was last taken.
    struct News: Sendable {
        /// Whether the lane is to take no more and to finish what is open.
        var isStopping = false
        /// Whether something may have become due or changed in the store.
        var hasChanges = false
        /// The digest of the token in use.
        var tokenDigest: String?
        /// What to work by from now on.
        var terms: LaneTerms
    }

    private let news: Mutex<News>
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let timer: OneShotTimer

    /// Makes signals for a lane that runs on an executor.
    init(on executor: SerialQueueExecutor, terms: LaneTerms) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.stream = stream
        self.continuation = continuation
        news = Mutex(News(tokenDigest: terms.configuration.tokenDigest, terms: terms))
        timer = OneShotTimer(on: executor) { continuation.yield() }
        continuation.yield()
    }

    deinit {
        timer.cancel()
    }

    /// Waits for the next signal; false where the task was cancelled.
    func next() async -> Bool {
        await stream.first { true } != nil
    }

    /// Wakes the lane.
    func wake() {
        continuation.yield()
    }

    /// Tells that something may have become due or changed in the store.
    func changed() {
        news.withLock { $0.hasChanges = true }
        continuation.yield()
    }

    /// Tells to take no more and to finish what is open.
    func stop() {
        news.withLock { $0.isStopping = true }
        continuation.yield()
    }

    /// Tells that another token is in use.
    func tokenChanged(digest: String) {
        news.withLock { $0.tokenDigest = digest }
        continuation.yield()
    }

    /// Tells to work by another configuration from the next decision on.
    func take(_ terms: LaneTerms) {
        news.withLock { news in
            news.terms = terms
            news.tokenDigest = terms.configuration.tokenDigest
        }
        continuation.yield()
    }

    /// What to work by.
    var terms: LaneTerms { news.withLock { $0.terms } }

    /// Takes the news; changes are told once, the rest stays.
    func take() -> News {
        news.withLock { news in
            defer { news.hasChanges = false }
            return news
        }
    }

    /// Wakes the lane after a delay, in place of any earlier arming; nil takes it back.
    func arm(after delay: Duration?) {
        if let delay { timer.arm(after: delay) } else { timer.disarm() }
    }
}
