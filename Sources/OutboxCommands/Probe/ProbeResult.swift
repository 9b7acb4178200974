import OutboxCore

/// What a probe of one destination found, in words.
struct ProbeResult {
    /// How it ended.
    enum Outcome: String {
        /// TikTok took the event.
        case taken
        /// TikTok refuses: token, id, permission or form.
        case refused
        /// TikTok asks to try later.
        case tryLater = "try_later"
        /// No answer came.
        case noAnswer = "no_answer"
        /// Nothing was sent.
        case notSent = "not_sent"
    }

    let destination: String
    let outcome: Outcome
    /// What that means.
    let meaning: String
    /// What to do, or nil.
    let next: String?
    /// The answer, if something was sent.
    let answer: Answer?

    /// A destination that has no test code to send with.
    init(withoutCode destination: String) {
        self.destination = destination
        outcome = .notSent
        meaning = "no test code: without one the event would count, so nothing was sent"
        next =
            "take the code from Events Manager, Test Events, Test server events, and give it with --test-code CODE, "
            + "or write it at destinations.\(destination).test_event_code"
        answer = nil
    }

    /// What an answer to the one event means.
    init(_ answer: Answer, destination: String, eventSourceID: String) {
        self.destination = destination
        self.answer = answer
        let advice = ProbeAdvice(answer, destination: destination, eventSourceID: eventSourceID)
        outcome = advice.outcome
        meaning = advice.meaning
        next = advice.next
    }

    /// How the verb ends, as far as this destination goes.
    var status: ExitStatus {
        switch outcome {
        case .taken: .fine
        case .refused: .refused
        case .tryLater: .tryLater
        case .noAnswer: .outOfReach
        case .notSent: .problemFound
        }
    }

    /// How the verb ends where several destinations were probed: the gravest first.
    static func status(of results: [ProbeResult]) -> ExitStatus {
        let statuses = results.map(\.status)
        return [.refused, .outOfReach, .tryLater, .problemFound].first(where: statuses.contains) ?? .fine
    }

    /// Prints it for people.
    func printLines(_ console: Console) {
        let style: Console.Style = outcome == .taken ? .green : outcome == .notSent ? .yellow : .red
        console.line("probe        \(destination): " + console.styled(meaning, style))
        if let answer, outcome != .noAnswer {
            var parts: [String] = []
            if let status = answer.httpStatus { parts.append("HTTP \(status)") }
            if let code = answer.code { parts.append("code \(code)") }
            if let message = answer.message { parts.append("\"\(message)\"") }
            if let requestID = answer.requestID { parts.append("request_id \(requestID)") }
            if !parts.isEmpty { console.line("             " + parts.joined(separator: ", ")) }
        }
        if let next { console.line("             next: \(next)") }
    }

    /// Writes it as one object.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("destination", destination)
        writer.member("outcome", outcome.rawValue)
        writer.member("meaning", meaning)
        writer.member("next", next)
        writer.member("http_status", answer?.httpStatus)
        writer.member("code", answer?.code)
        writer.member("message", answer?.message)
        writer.member("request_id", answer?.requestID)
        writer.endObject()
    }
}
