import OutboxCore

/// How an attempt ended, as `outbox_attempt.outcome` keeps it.
enum AttemptOutcome: Int, Sendable, CaseIterable {
    case delivered = 0
    case deliveredWithWarnings = 1
    case eventRefused = 2
    case someoneRefused = 3
    case tooBig = 4
    case configuration = 5
    case credentials = 6
    case rateLimited = 7
    case tryLater = 8
    /// Its owner was gone before the answer was on record.
    case unknown = 9
    /// None of its members was left to be sent.
    case notSent = 10

    /// The outcome that a class of answers stands for.
    init(_ answerClass: AnswerClass) {
        self =
            switch answerClass {
            case .delivered: .delivered
            case .deliveredWithWarnings: .deliveredWithWarnings
            case .eventRefused: .eventRefused
            case .someoneRefused: .someoneRefused
            case .tooBig: .tooBig
            case .configuration: .configuration
            case .credentials: .credentials
            case .rateLimited: .rateLimited
            case .tryLater: .tryLater
            }
    }
}
