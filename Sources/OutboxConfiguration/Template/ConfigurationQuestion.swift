import OutboxCore
import OutboxYAML

/// A question of `outbox init`, in the order in which they are asked.
package enum ConfigurationQuestion: String, Sendable, Hashable, CaseIterable {
    /// The kind of event source.
    case eventSource = "event-source"
    /// Its id.
    case eventSourceID = "event-source-id"
    /// The variable with the access token.
    case tokenEnvironment = "token-env"
    /// Which names the pixel sends.
    case names
    /// The code of a test events session.
    case testEventCode = "test-code"
    /// The source's name.
    case source
    /// The destination's name.
    case destination
    /// The database's path.
    case database

    /// Whether it makes sense after what was answered so far: an app has one set of names only.
    package func isAsked(after answers: ConfigurationAnswers) -> Bool {
        self != .names || answers.eventSource != .app
    }

    /// Whether an empty answer without a default is good.
    package var isOptional: Bool { self == .testEventCode }

    /// The words to choose from, the default first; empty where any text will do.
    package var choices: [String] {
        switch self {
        case .eventSource: EventSource.allCases.map(\.rawValue)
        case .names: EventNames.allCases.map(\.rawValue)
        default: []
        }
    }

    /// The question itself, without choices and default.
    package func prompt(after answers: ConfigurationAnswers) -> String {
        switch self {
        case .eventSource: "Where do the conversions happen?"
        case .eventSourceID: "What is the \(Self.idName(answers.eventSource))?"
        case .tokenEnvironment: "Which environment variable will hold the access token?"
        case .names: "Which name does your pixel send for a purchase: CompletePayment (classic) or Purchase (current)?"
        case .testEventCode: "What is the test event code? (empty: nothing is sent, `outbox` only shows what would be)"
        case .source: "What is the service called that hands over events?"
        case .destination: "What is this destination to be called?"
        case .database: "Where is the database to be, seen from the configuration file?"
        }
    }

    /// A sentence that says where the answer is found.
    package func whereToFind(after answers: ConfigurationAnswers) -> String {
        switch self {
        case .eventSource:
            "TikTok Events Manager, Data sources, shows the type beside each source: a pixel is `web`. `app` works "
                + "only for advertisers whom TikTok allowed it."
        case .eventSourceID: Self.idPlace(answers.eventSource)
        case .tokenEnvironment:
            "Only the variable's name goes into the file. The token itself: TikTok Events Manager, your data source, "
                + "Settings, Generate Access Token. TikTok shows it once; you must be admin or operator."
        case .names:
            "TikTok Events Manager, your pixel, Test Events: buy something on your site and read the name, or look for "
                + "`ttq.track(` in its pages. Both sides must send the same name, or TikTok counts twice."
        case .testEventCode:
            "TikTok Events Manager, your data source, Test Events, Test server events. A new session there may have "
                + "a new code."
        case .source: "A name of your own, such as the service's: letters, digits, hyphens and underscores."
        case .destination: "A name of your own: letters, digits, hyphens and underscores."
        case .database: "A path on a local disk; the file is made with the first event, readable by you alone."
        }
    }

    /// What an empty answer stands for; nil where there is no default.
    package var defaultAnswer: String? {
        let answer = answer(in: ConfigurationAnswers())
        return answer.isEmpty ? nil : answer
    }

    /// What is wrong with an answer, by the rules of the configuration itself; nil if it is good.
    package func problem(with answer: String, after answers: ConfigurationAnswers) -> String? {
        if answer.isEmpty { return isOptional ? nil : "an answer is needed" }
        return switch self {
        case .eventSource, .names:
            choices.contains(answer)
                ? nil : "\(Quoting.quoted(answer)) is not one of \(choices.joined(separator: ", "))"
        case .eventSourceID: FieldChecks.eventSourceID(answer)
        case .tokenEnvironment: FieldChecks.environmentName(answer)
        case .testEventCode: FieldChecks.testEventCode(answer)
        case .source, .destination: FieldChecks.name(answer)
        case .database: FieldChecks.databasePath(answer)
        }
    }

    /// Takes a good answer over; does nothing with one that `problem(with:after:)` refuses.
    package func apply(_ answer: String, to answers: inout ConfigurationAnswers) {
        guard problem(with: answer, after: answers) == nil else { return }
        switch self {
        case .eventSource: answers.eventSource = EventSource(rawValue: answer) ?? answers.eventSource
        case .eventSourceID: answers.eventSourceID = answer
        case .tokenEnvironment: answers.tokenEnvironment = answer
        case .names: answers.names = EventNames(rawValue: answer) ?? answers.names
        case .testEventCode: answers.testEventCode = answer.isEmpty ? nil : answer
        case .source: answers.source = answer
        case .destination: answers.destination = answer
        case .database: answers.database = answer
        }
    }

    func answer(in answers: ConfigurationAnswers) -> String {
        switch self {
        case .eventSource: answers.eventSource.rawValue
        case .eventSourceID: answers.eventSourceID
        case .tokenEnvironment: answers.tokenEnvironment
        case .names: answers.names.rawValue
        case .testEventCode: answers.testEventCode ?? ""
        case .source: answers.source
        case .destination: answers.destination
        case .database: answers.database
        }
    }

    static func idName(_ eventSource: EventSource) -> String {
        switch eventSource {
        case .web: "pixel code"
        case .app: "TikTok app id"
        case .offline: "offline event set id"
        case .crm: "CRM event set id"
        }
    }

    static func idPlace(_ eventSource: EventSource) -> String {
        switch eventSource {
        case .web:
            "TikTok Events Manager, Data sources, your pixel: the ID under its name, about 20 capital letters and "
                + "digits; the same as in `ttq.load('...')` on your pages."
        case .app: "TikTok Events Manager, Data sources, your app, Settings: TikTok App ID, digits only."
        case .offline:
            "TikTok Events Manager, Data sources, your offline event set: the ID under its name, digits only."
        case .crm: "TikTok Events Manager, Data sources, your CRM event set: the ID under its name, digits only."
        }
    }
}
