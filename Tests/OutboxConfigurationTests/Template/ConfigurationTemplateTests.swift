import OutboxConfiguration
import OutboxCore
import OutboxRouting
import OutboxTestSupport
import Testing

@Suite("The first configuration")
struct ConfigurationTemplateTests {
    private func answers(_ change: (inout ConfigurationAnswers) -> Void = { _ in }) -> ConfigurationAnswers {
        var answers = ConfigurationAnswers()
        answers.eventSourceID = "C4KEXAMPLE0000000000"
        change(&answers)
        return answers
    }

    @Test("It passes the check and says what was answered", arguments: EventSource.allCases, EventNames.allCases)
    func passes(_ eventSource: EventSource, _ names: EventNames) throws {
        let answers = answers {
            $0.eventSource = eventSource
            if eventSource != .web { $0.eventSourceID = "7012345678901234567" }
            $0.names = names
            $0.testEventCode = "TEST12345"
            $0.source = "shop"
            $0.destination = "tiktok"
            $0.database = "data/outbox.db"
            $0.tokenEnvironment = "SHOP_TOKEN"
        }
        #expect(answers.problems.isEmpty)
        let report = Sample.load(ConfigurationTemplate(answers).text)
        #expect(report.errors.isEmpty, "\(report.errors)")
        #expect(report.warnings.isEmpty, "\(report.warnings)")
        let configuration = try #require(report.configuration)
        let destination = try #require(configuration.destination(named: "tiktok"))
        #expect(configuration.databasePath == "/etc/outbox/data/outbox.db")
        #expect(configuration.sources.map(\.name) == ["shop"])
        #expect(destination.rules.mode == .test)
        #expect(destination.rules.testEventCode == "TEST12345")
        #expect(destination.rules.eventSource == eventSource)
        #expect(destination.rules.eventSourceID == answers.eventSourceID)
        #expect(destination.rules.names == (eventSource == .app ? .classic : names))
        #expect(destination.rules.events == nil)
        #expect(destination.accessToken == .environment("SHOP_TOKEN"))
    }

    @Test("Without a test code it warns that nothing is sent")
    func withoutCode() {
        let report = Sample.load(ConfigurationTemplate(answers()).text)
        #expect(report.errors.isEmpty)
        #expect(report.warnings.map(\.path) == ["destinations.main.mode"])
    }

    @Test("It is commented, in lines of at most 120 columns without trailing spaces", arguments: EventSource.allCases)
    func layout(_ eventSource: EventSource) {
        let text = ConfigurationTemplate(answers { $0.eventSource = eventSource }).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.filter { $0.drop { $0 == " " }.hasPrefix("#") }.count > 20)
        for line in lines {
            #expect(line.count <= 120, "\(line)")
            #expect(!line.hasSuffix(" "), "\(line)")
        }
        #expect(!text.contains("\n\n\n"))
        #expect(text.hasSuffix("\n"))
        #expect(!text.hasSuffix("\n\n"))
    }

    @Test("Its commented lines are good configuration, too")
    func commentedLines() throws {
        let text = ConfigurationTemplate(answers()).text
        let uncommented = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let body = line.drop { $0 == " " }
            let isSetting = [
                "# test_event_code:", "# events:", "#   purchase:", "# delivery:", "#   batch:", "#   concurrency:",
                "#   rate:", "#   retry:", "# identity:", "# listen:", "# key:", "# endpoint:", "# echo:", "#   key:",
                "#   origins:", "#   url:",
            ].contains { body.hasPrefix($0) }
            return isSetting ? line.prefix(line.count - body.count) + body.dropFirst(2) : line
        }.joined(separator: "\n")
        let report = Sample.load(uncommented)
        #expect(report.errors.isEmpty, "\(report.errors)")
        #expect(report.warnings.isEmpty, "\(report.warnings)")
        let main = try #require(report.configuration?.destination(named: "main"))
        #expect(main.rules.events?.keys.sorted() == ["purchase"])
        #expect(main.delivery == DeliverySettings())
        #expect(report.configuration?.identity.phoneRegion == "GB")
        #expect(report.configuration?.sources.first?.keys.count == 1)
        #expect(main.echo?.key == "shop-web-2026" && main.endpoint.contains("127.0.0.1:8090"))
    }

    @Test("Whatever answers are taken, the file passes the check")
    func anyAnswers() {
        var random = SeededRandom(printingSeedAs: "OUTBOX_TEMPLATE_SEED")
        let pieces = [
            "a", "Z", "0", "9", "-", "_", "null", "true", "~", "*x", "&x", "!x", "\"", "'", "\\", "#", ": ", "{", "]",
            ".", "/", "%", "@", "yes", "---", "<<", "\u{E9}", " ",
        ]
        func text() -> String {
            (0..<Int.random(in: 1...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        var taken = 0
        for _ in 0..<2000 {
            var answers = answers()
            for question in ConfigurationQuestion.allCases where random.oneIn(2) {
                let answer = question.choices.randomElement(using: &random) ?? text()
                if question.problem(with: answer, after: answers) == nil {
                    taken += 1
                    question.apply(answer, to: &answers)
                }
            }
            #expect(answers.problems.isEmpty)
            let written = ConfigurationTemplate(answers).text
            let report = Sample.load(written)
            #expect(report.errors.isEmpty, "\(random): \(report.errors)\n\(written)")
            #expect(report.configuration?.sources.map(\.name) == [answers.source])
            #expect(report.configuration?.destinations.first?.name == answers.destination)
            #expect(report.configuration?.destinations.first?.rules.eventSourceID == answers.eventSourceID)
        }
        #expect(taken > 2000)
    }
}
