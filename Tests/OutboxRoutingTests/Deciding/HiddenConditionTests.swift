import OutboxCore
import OutboxIdentity
import OutboxMapping
import OutboxRouting
import OutboxYAML
import Testing

/// Conditions whose constants are hidden, in the language of a destination.
@Suite("Hidden constants of conditions")
struct HiddenConditionTests {
    private static let ada = SHA256Digest.hexadecimal(of: "ada@example.com")
    private static let id = SHA256Digest.hexadecimal(of: "1042")
    private static let phone = SHA256Digest.hexadecimal(of: "+447911123456")
    private static let name = SHA256Digest.hexadecimal(of: "ada")

    private static let rules: DestinationRules = {
        var rules = DestinationRules(name: "main", eventSource: .web, eventSourceID: "C4K")
        rules.normalizeIdentities(phoneRegion: "GB", lowercasesExternalID: false)
        return rules
    }()

    private static let conditions = [
        #"user.id: "1042""#, "user.id: 1042", "user.id: {ne: 1042}", "user.email: Ada@example.com",
        "user.email: {in: [ada@example.com, bob@example.com]}", "user.email_sha256: ada@example.com",
        "user.phone: 07911 123456", "user.phone: \"+44 7911 123456\"", "user.first_name: Ada",
        "not: {user.last_name: Ada}",
        "any: [{user.first_name: Ada}, {user.id: 7}]", "[{user.id: 1042}, {user.country: FR}]",
        "user.id: {exists: true}",
        "properties.contact: Ada@example.com", "properties.contact: {ne: ada@example.com}",
        "properties.note: {contains: ada@example.com}", "properties.note: {starts_with: 'from ada@example.com'}",
        "properties.list: {contains: ada@example.com}", "context.page.url: {contains: 'm=ada@example.com'}",
        "properties.note: {matches: '^from ada@example.com'}",
    ]

    /// Events as they are stored, with digests and in clear.
    private static let events = [
        #"{"user":{"id":"\#(id)","email":["\#(ada)"],"phone":"\#(phone)","first_name":"\#(name)","country":"FR"}}"#,
        #"{"user":{"id":1042,"email":"ada@example.com","phone":"+447911123456","first_name":"ada","last_name":"ada"}}"#,
        #"{"user":{"id":"7","email_sha256":"\#(ada)","country":"FR"}}"#,
        #"{"properties":{"contact":"\#(ada)","note":"from \#(ada) x","list":["\#(ada)"]}}"#,
        #"{"properties":{"contact":"ada@example.com","note":"from ada@example.com x","list":["ada@example.com"]}}"#,
        #"{"context":{"page":{"url":"https://x.example/?m=\#(ada)"}}}"#,
        #"{"context":{"page":{"url":"https://x.example/?m=ada%40example.com&m=ada@example.com"}}}"#, "{}",
    ]

    private func holds(_ condition: MappingCondition, _ event: String) throws -> Bool {
        let record = EventRecord.encode(event: Array(event.utf8), warnings: [], marks: [])
        var evaluation = Evaluation(MappingInput(event: try EventRecord(record).event, headers: nil))
        return condition.evaluate(in: &evaluation) == .holds
    }

    @Test("A condition holds for the same events when its constants are hidden", arguments: conditions)
    func sameEvents(_ condition: String) throws {
        let hidden = HiddenConstants(Self.rules.conditionGrammar).text(ofCondition: condition)
        #expect(
            !hidden.lowercased().contains("ada") && !hidden.contains("1042") && !hidden.contains("7911"), "\(hidden)")
        let (open, closed) = (
            try Compiled.condition(condition, Self.rules), try Compiled.condition(hidden, Self.rules)
        )
        for event in Self.events {
            #expect(try holds(open, event) == holds(closed, event), "\(condition) as \(hidden): \(event)")
        }
        #expect(open.text == closed.text || !open.text.contains("\""), "\(open.text)")
        #expect(HiddenConstants(Self.rules.conditionGrammar).text(ofCondition: hidden) == hidden)
    }

    @Test("A constant is compared as intake stores what it means, at any path")
    func scrubbedPaths() throws {
        let hashed = Self.events[3]
        for condition in [
            "properties.contact: Ada@example.com", "properties.contact: [x, ada@example.com]",
            "properties.note: {contains: ada@example.com}", "properties.note: {starts_with: from ada@example.com}",
            "properties.list: {contains: ada@example.com}",
        ] {
            #expect(try holds(Compiled.condition(condition, Self.rules), hashed), "\(condition)")
        }
        let url = "context.page.url: {contains: 'm=ada@example.com'}"
        #expect(try holds(Compiled.condition(url, Self.rules), Self.events[5]))
        #expect(try !holds(Compiled.condition("properties.contact: bob@example.com", Self.rules), hashed))
    }

    @Test("What a trace expects of an identity is told by the beginning of its digest")
    func expected() throws {
        let condition = try Compiled.condition("{user.first_name: Ada, user.email: {ne: ''}}", Self.rules)
        let record = EventRecord.encode(event: Array(#"{"user":{"first_name":"x"}}"#.utf8), warnings: [], marks: [])
        var evaluation = Evaluation(MappingInput(event: try EventRecord(record).event, headers: nil))
        guard case .fails(let finding) = condition.evaluate(in: &evaluation) else {
            Issue.record("it holds")
            return
        }
        #expect(finding.expected == "\"\(Self.name.prefix(8))…\"")
        #expect(condition.text.hasPrefix("user.first_name: \"\(Self.name.prefix(8))…\""), "\(condition.text)")
    }

    @Test("A configuration keeps its text but for what is hidden; what stays as it was keeps its comments")
    func document() throws {
        let hidden = HiddenConstants(Self.rules.conditionGrammar)
        let open = "a: b   # of the shop\nfilters: [event_name: purchase]\nmap: {user.email: properties.mail}\n"
        #expect(hidden.text(ofDocument: open) == open)
        let commented = "a: b  # ask ada@example.com\n"
        #expect(hidden.text(ofDocument: commented) == "a: b  # ask \(Self.ada)\n")
        let closed = hidden.text(
            ofDocument: "a: x | trim\nd:\n  filters: [user.first_name: Ada]\n  e: [{to: P, when: {user.id: 1042}}]\n"
                + "  map: {user.email: \"'ada@example.com'\"}\n")
        #expect(!closed.contains("1042") && !closed.lowercased().contains("ada"), "\(closed)")
        #expect(closed.contains("a: x | trim\n") && closed.contains(Self.id) && closed.contains("'\(Self.ada)'"))
    }

    @Test("A configuration is shown line by line, with what is hidden blotted out")
    func shown() {
        let text = """
            filters:
              - user.first_name: Ada  # Ada's
              - user.id: "1042"
              - user.phone: "07911\\x20123456"
              - user.email: ada@example.com
              - user.last_name: user
              # ask ada@example.com
            """
        let shown = HiddenConstants(Self.rules.conditionGrammar).shownText(ofDocument: text)
        let lines = shown.split(separator: "\n").map(String.init)
        #expect(lines[1] == "  - user.first_name: ***  # ***'s")
        #expect(lines[2] == "  - user.id: \"***\"")
        #expect(lines[3].hasSuffix(": ***") && !lines[3].contains("7911"))
        #expect(lines[4] == "  - user.email: ***")
        #expect(lines[5] == "  - user.last_name: ***")
        #expect(lines[6] == "  # ask \(Self.ada.prefix(8))…")
    }
}
