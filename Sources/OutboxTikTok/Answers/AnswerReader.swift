import OutboxCore

/// Turns an HTTP answer into what it means: by the body first, then by the status.
///
/// Success is what TikTok's body says (`code`), never the HTTP status alone; and a code of success counts only where
/// the
/// status does not contradict it, because a false success would lose events and a false failure only repeats them.
struct AnswerReader: Sendable {
    /// The longest body that is read; of a longer one the rest is not waited for.
    static let maximumBody = 64 * 1024

    /// How many events the request carried.
    private let count: Int
    private let now: Timestamp

    /// Makes a reader for the answer to a request of `count` events that came at `now`.
    init(count: Int, now: Timestamp) {
        self.count = count
        self.now = now
    }

    /// Classifies an answer; request and duration are left for the caller to fill in.
    func read(_ http: HTTPAnswer) -> Answer {
        let body = TikTokBody(http)
        let (answerClass, isUnknown) = classify(http.status, body)
        return Answer(
            answerClass, isUnknownCode: isUnknown, mayHaveArrived: mayHaveArrived(http.status, code: body.code),
            httpStatus: http.status, code: body.code,
            message: message(http, body),
            requestID: body.requestID, retryAfter: RetryAfter.duration(in: http, now: now), response: http.body
        )
    }

    private func classify(_ status: Int, _ body: TikTokBody) -> (AnswerClass, isUnknown: Bool) {
        guard let code = body.code else { return (byStatus(status), false) }
        if let entry = ResponseCodes.entry(for: code) {
            return (byMeaning(entry.meaning, status, body.message ?? ""), false)
        }
        return (byUnknownCode(code, status), true)
    }

    private func byMeaning(_ meaning: CodeMeaning, _ status: Int, _ message: String) -> AnswerClass {
        switch meaning {
        case .delivered: (200..<300).contains(status) ? .delivered : byStatus(status)
        case .deliveredWithWarnings: (200..<300).contains(status) ? .deliveredWithWarnings : byStatus(status)
        case .refused: byMessage(message)
        case .tooBig: .tooBig
        case .configuration: .configuration
        case .credentials: .credentials
        case .rateLimited: .rateLimited
        case .tryLater(let after): .tryLater(after: after)
        }
    }

    private func byMessage(_ message: String) -> AnswerClass {
        switch RefusalSubject(message: message, count: count) {
        case .event(let index): .eventRefused(index: index)
        case .envelope: .configuration
        case .unnamed, .noSuchEvent: count == 1 ? .eventRefused(index: 0) : .someoneRefused
        }
    }

    /// 4xxxx refuses, everything else passes; a number that is no code of TikTok's at all leaves it to the status.
    private func byUnknownCode(_ code: Int, _ status: Int) -> AnswerClass {
        if status == 429 { return .rateLimited }
        switch code {
        case 40000..<50000: return .someoneRefused
        case 50000..<60000: return .tryLater(after: ResponseCodes.slowRetry)
        case 10000..<100_000: return .tryLater(after: .zero)
        default: return byStatus(status)
        }
    }

    private func byStatus(_ status: Int) -> AnswerClass {
        switch status {
        case 300..<400, 404, 405, 410, 415: .configuration
        case 401, 403: .credentials
        case 413: .tooBig
        case 429: .rateLimited
        case 408: .tryLater(after: .zero)
        case 400..<500: .someoneRefused
        default: .tryLater(after: .zero)
        }
    }

    /// With 4xxxx the whole request was refused; with HTTP 429 it was not looked at.
    private func mayHaveArrived(_ status: Int, code: Int?) -> Bool {
        status != 429 && !(40000..<50000).contains(code ?? 0)
    }

    /// TikTok's message without values, or our own words.
    private func message(_ http: HTTPAnswer, _ body: TikTokBody) -> String? {
        if let code = body.code {
            if code == 0, !(200..<300).contains(http.status) { return "HTTP \(http.status) contradicts the code 0" }
            return body.message.map(MessageRedaction.redact)
        }
        if let message = body.message { return MessageRedaction.redact(message) }
        if http.isTruncated { return "HTTP \(http.status), and the body did not end within its bounds" }
        return "HTTP \(http.status) without TikTok's code in the body"
    }
}
