import OutboxConfiguration
import OutboxCore
import Testing

@Suite("The questions of init")
struct ConfigurationQuestionTests {
    @Test("Each says where in Events Manager its answer is found", arguments: EventSource.allCases)
    func places(_ eventSource: EventSource) {
        var answers = ConfigurationAnswers()
        answers.eventSource = eventSource
        for question in [ConfigurationQuestion.eventSource, .eventSourceID, .tokenEnvironment, .names, .testEventCode] {
            #expect(question.whereToFind(after: answers).contains("TikTok Events Manager"))
        }
        for question in ConfigurationQuestion.allCases {
            #expect(question.prompt(after: answers).contains("?"))
            #expect(question.whereToFind(after: answers).hasSuffix("."))
        }
    }

    @Test("Only the id of the event source has no default; only the test code may stay empty")
    func defaults() {
        #expect(ConfigurationAnswers().problems.map(\.question) == [.eventSourceID])
        for question in ConfigurationQuestion.allCases {
            #expect((question.defaultAnswer == nil) == [.eventSourceID, .testEventCode].contains(question))
            #expect(question.isOptional == (question == .testEventCode))
            if let answer = question.defaultAnswer, !question.choices.isEmpty {
                #expect(question.choices.first == answer)
            }
        }
    }

    @Test("An app is not asked for its set of names")
    func app() {
        var answers = ConfigurationAnswers()
        #expect(ConfigurationQuestion.names.isAsked(after: answers))
        answers.eventSource = .app
        #expect(!ConfigurationQuestion.names.isAsked(after: answers))
    }

    @Test(
        "Answers are judged by the rules of the configuration",
        arguments: [
            (ConfigurationQuestion.eventSource, "website", "not one of web, app, offline, crm"),
            (.eventSourceID, "<pixel>", "a placeholder"), (.eventSourceID, "", "an answer is needed"),
            (.tokenEnvironment, "0123456789abcdef0123456789abcdef01234567", "not shown"),
            (.tokenEnvironment, "a0123456789abcdef0123456789abcdef0123456", "looks like the secret itself"),
            (.names, "unified", "not one of classic, current"), (.testEventCode, "TEST 1", "without spaces"),
            (.source, "my shop", "a name is"), (.destination, "", "an answer is needed"), (.database, "~/x", "`~`"),
        ])
    func refuses(_ question: ConfigurationQuestion, _ answer: String, _ words: String) {
        var answers = ConfigurationAnswers()
        let problem = question.problem(with: answer, after: answers)
        #expect(problem?.contains(words) == true, "\(problem ?? "nil")")
        #expect(problem?.contains("cdef") != true)
        question.apply(answer, to: &answers)
        #expect(answers == ConfigurationAnswers())
    }
}
