import OutboxCore
import OutboxIdentity
import OutboxIntake
import Testing

@Suite("Clear identities outside their fields")
struct ScrubEditTests {
    private let subject = IntakeSubject()
    private let ada = SHA256Digest.hexadecimal(of: "ada@example.com")

    @Test("become digests in notes, URLs, arrays and members of the user that are no identities")
    func everywhere() throws {
        let event = try subject.accepted(
            with: #""user":{"login":"ada@example.com"},"properties":{"list":[1,["+4915123456789"]]},"#
                + #""context":{"page":{"url":"https://x.example/?m=ada%40example.com&v=1"}}"#)
        #expect(event.string("user.login") == ada)
        #expect(event.string("properties.list[1][0]") == SHA256Digest.hexadecimal(of: "+4915123456789"))
        #expect(event.string("context.page.url") == "https://x.example/?m=\(ada)&v=1")
        #expect(event.warnings.map(\.path) == ["user.login", "properties.list[1][0]", "context.page.url"])
    }

    @Test("become digests inside longer texts too: notes, titles, user agents, keys, paths and fragments of URLs")
    func insideText() throws {
        let event = try subject.accepted(
            with: #""properties":{"comment":"mail Ada@example.com or call +49 151 23456789, 3 @ 4.50","#
                + #""k ada@example.com":1},"context":{"page":{"title":"Hi ada@example.com","#
                + #""url":"https://x.example/u/to:ada%40example.com/#for-you,ada@example.com"},"#
                + #""device":{"user_agent":"Bot/1.0 (+mailto:ada@example.com)"}}"#)
        let phone = SHA256Digest.hexadecimal(of: "+4915123456789")
        #expect(event.string("properties.comment") == "mail \(ada) or call \(phone), 3 @ 4.50")
        #expect(event.string("context.page.title") == "Hi \(ada)")
        #expect(event.string("context.page.url") == "https://x.example/u/to:\(ada)/#for-you,\(ada)")
        #expect(event.string("context.device.user_agent") == "Bot/1.0 (+mailto:\(ada))")
        #expect(!event.text.contains("example.com\"") && !event.text.lowercased().contains("ada@"))
        #expect(event.warnings.contains { $0.path == "properties.comment" && $0.problem.contains("phone number") })
    }

    @Test("the event's own ids and name too, in the columns as in the body")
    func columns() throws {
        let event = try subject.accepted(
            #"{"event_name":"ada@example.com","event_id":"Ada@example.com","id":"?m=ada@example.com"}"#)
        #expect(event.new.eventName == ada && event.new.eventID == ada && event.new.producerID == "?m=\(ada)")
        #expect(event.string("event_name") == ada && event.string("event_id") == ada)
        #expect(event.record.marks.contains(.scrubbedEventID))
        #expect(event.warningTexts.contains { $0.hasPrefix("event_id: ") && $0.contains("count twice") })
        #expect(!event.text.contains("example.com"))
    }

    @Test("a name that is too long with the digests in their places is rejected")
    func longName() {
        let problems = subject.problems(#"{"event_name":"?a=ada@example.com&b=bob@example.com","event_id":"a"}"#)
        #expect(problems.count == 1 && problems[0].hasPrefix("event_name: "), "\(problems)")
        #expect(!problems.joined().contains("example.com"))
    }

    @Test(
        "keys are scrubbed as values are, on every level, with a warning that shows the digest",
        arguments: [
            #""ada@example.com":1"#, #""\u0061da\u0040example.com":1"#,
            #""properties":{"list":[{"Ada@example.com":{"x":1}}]}"#,
            #""user":{"ada@example.com":"x"}"#, #""context":{"?e=ada%40example.com":"x"}"#,
        ])
    func keys(_ members: String) throws {
        let event = try subject.accepted(with: members)
        #expect(event.text.contains(ada) && !event.text.contains("ada@") && !event.text.contains("0040"))
        #expect(!event.text.contains("%40") && !event.warningTexts.joined().contains("ada@"))
        #expect(
            event.warnings.contains { $0.path.contains(ada) && $0.problem.contains("key") }, "\(event.warningTexts)")
    }

    @Test("two keys that are the same address are a problem, told without them")
    func sameKeys() {
        let problems = subject.problems(
            #"{"event_name":"a","event_id":"b","properties":{"ada@example.com":1,"ADA@example.com":2}}"#)
        #expect(problems.count == 1 && !problems.joined().contains("@"), "\(problems)")
    }

    @Test("scrub off keeps them all")
    func off() throws {
        let event = try IntakeSubject { $0.scrub = .off }
            .accepted(
                with: #""properties":{"note":"ada@example.com","bob@example.com":1},"user":{"email":"a@b.example"}"#)
        #expect(event.string("properties.note") == "ada@example.com")
        #expect(event.text.contains("bob@example.com") && !event.text.contains("a@b.example"))
    }
}
