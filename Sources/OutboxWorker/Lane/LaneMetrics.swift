import Metrics
import OutboxCore

/// The metrics of one lane; handles are made once.
///
/// `outbox_requests` by class of the answer, `outbox_deliveries` by state and reason, `outbox_batch_events`, and the
/// times of opening, of the answer and of closing.
final class LaneMetrics: Sendable {
    private let requests: [String: Counter]
    private let deliveries: [Outcome: Counter]
    private let batchEvents: Recorder
    private let openTime: Metrics.Timer
    private let answerTime: Metrics.Timer
    private let closeTime: Metrics.Timer

    private struct Outcome: Hashable {
        var state: DeliveryState
        var reason: DeliveryReason?

        static let all =
            [Outcome(state: .queued), Outcome(state: .delivered)]
            + DeliveryReason.allCases.map { Outcome(state: $0.state, reason: $0) }
    }

    /// Makes the handles of a destination.
    init(destination: String) {
        let dimensions = [("destination", destination)]
        requests = Dictionary(
            uniqueKeysWithValues: AnswerClass.labels.map { label in
                (label, Counter(label: "outbox_requests", dimensions: dimensions + [("class", label)]))
            }
        )
        deliveries = Dictionary(
            uniqueKeysWithValues: Outcome.all.map { outcome in
                let more = [("state", outcome.state.name), ("reason", outcome.reason?.name ?? "")]
                return (outcome, Counter(label: "outbox_deliveries", dimensions: dimensions + more))
            }
        )
        batchEvents = Recorder(label: "outbox_batch_events", dimensions: dimensions, aggregate: true)
        openTime = Metrics.Timer(label: "outbox_open_seconds", dimensions: dimensions)
        answerTime = Metrics.Timer(label: "outbox_answer_seconds", dimensions: dimensions)
        closeTime = Metrics.Timer(label: "outbox_close_seconds", dimensions: dimensions)
    }

    /// Notes an attempt that was opened.
    func opened(events: Int, in duration: Duration) {
        batchEvents.record(events)
        openTime.record(duration: duration)
    }

    /// Notes an answer.
    func answered(_ answer: Answer) {
        requests[answer.answerClass.label]?.increment()
        answerTime.record(duration: answer.duration)
    }

    /// Notes an attempt that was closed.
    func closed(_ outcomes: [DeliveryOutcome], in duration: Duration) {
        closeTime.record(duration: duration)
        count(outcomes)
    }

    /// Notes outcomes that are on record.
    func count(_ outcomes: [DeliveryOutcome]) {
        var counts: [Outcome: Int] = [:]
        for outcome in outcomes { counts[Self.outcome(outcome.next), default: 0] += 1 }
        for (outcome, count) in counts { deliveries[outcome]?.increment(by: count) }
    }

    private static func outcome(_ next: DeliveryOutcome.Next) -> Outcome {
        switch next {
        case .delivered(let reason): Outcome(state: .delivered, reason: reason)
        case .skipped(let reason): Outcome(state: .skipped, reason: reason)
        case .failed(let reason): Outcome(state: .failed, reason: reason)
        case .queued: Outcome(state: .queued)
        }
    }
}

extension AnswerClass {
    fileprivate static let labels = [
        "delivered", "delivered_with_warnings", "event_refused", "someone_refused", "too_big", "configuration",
        "credentials", "rate_limited", "try_later",
    ]

    /// The word for metrics and logs.
    var label: String {
        switch self {
        case .delivered: "delivered"
        case .deliveredWithWarnings: "delivered_with_warnings"
        case .eventRefused: "event_refused"
        case .someoneRefused: "someone_refused"
        case .tooBig: "too_big"
        case .configuration: "configuration"
        case .credentials: "credentials"
        case .rateLimited: "rate_limited"
        case .tryLater: "try_later"
        }
    }
}
