import Synchronization

/// Says when no more events can be taken: too much waits, or the disk is nearly full.
///
/// Looks at most once a second, and only when somebody hands events over; so a little more may be taken than the
/// limits say.
final class Backpressure: Sendable {
    /// What was seen at one moment.
    struct Sample: Sendable {
        /// Deliveries that wait, and events of the configuration's sources whose deliveries are yet to be made.
        var waiting: Int
        /// Free bytes on the disk; nil where the system does not say.
        var freeBytes: Int?
    }

    private struct State {
        var sample: Sample?
        var takenAt: ContinuousClock.Instant?
        var isLooking = false
    }

    private static let interval: Duration = .seconds(1)

    private let look: @Sendable (_ configuration: ServedConfiguration) async throws -> Sample
    private let state = Mutex(State())

    /// Makes one that looks with a function.
    init(look: @escaping @Sendable (_ configuration: ServedConfiguration) async throws -> Sample) {
        self.look = look
    }

    /// Why events are refused now; nil where they are not.
    func refusal(_ configuration: ServedConfiguration) async -> RequestFailure? {
        let (sample, isMine) = state.withLock { state in
            let isOld = state.takenAt.map { ContinuousClock.now - $0 >= Self.interval } ?? true
            let isMine = isOld && !state.isLooking
            if isMine { state.isLooking = true }
            return (state.sample, isMine)
        }
        let current = isMine ? await refresh(configuration) ?? sample : sample
        guard let current else { return nil }
        let maximumBacklog = configuration.maximumBacklog
        if current.waiting >= maximumBacklog {
            return RequestFailure(
                .busy, "\(current.waiting) deliveries wait, \(maximumBacklog) is the limit: come again", retryAfter: 30)
        }
        let minimumFreeBytes = configuration.minimumFreeBytes
        if let free = current.freeBytes, free < minimumFreeBytes {
            return RequestFailure(
                .diskFull, "less than \(minimumFreeBytes) bytes are free on the disk: nothing is taken", retryAfter: 60)
        }
        return nil
    }

    private func refresh(_ configuration: ServedConfiguration) async -> Sample? {
        let sample = try? await look(configuration)
        state.withLock { state in
            if let sample { state.sample = sample }
            state.takenAt = .now
            state.isLooking = false
        }
        return sample
    }
}
