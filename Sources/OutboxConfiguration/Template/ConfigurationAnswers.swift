package import OutboxCore

/// What a first configuration is made of; `ConfigurationQuestion` asks for it.
package struct ConfigurationAnswers: Sendable, Hashable {
    /// The destination's name.
    package var destination = "main"
    /// The kind of event source.
    package var eventSource: EventSource = .web
    /// The pixel code, app id or event set id; the only answer without a default.
    package var eventSourceID = ""
    /// The environment variable that will hold the access token.
    package var tokenEnvironment = "TIKTOK_ACCESS_TOKEN"
    /// The source's name.
    package var source = "backend"
    /// Which of TikTok's two sets of names the pixel sends.
    package var names: EventNames = .classic
    /// The code of a test events session; without one the destination only dry-runs.
    package var testEventCode: String?
    /// The database's path, as it will stand in the file.
    package var database = "outbox.db"

    /// The defaults; the event source id stays open.
    package init() {}

    /// The questions that are open or wrongly answered, each with what is wrong; empty if a file can be written.
    package var problems: [(question: ConfigurationQuestion, problem: String)] {
        ConfigurationQuestion.allCases.compactMap { question in
            question.problem(with: question.answer(in: self), after: self).map { (question, $0) }
        }
    }
}
