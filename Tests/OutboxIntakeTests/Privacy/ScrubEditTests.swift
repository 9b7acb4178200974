import OutboxCore
import OutboxIdentity
import OutboxIntake
import Testing

@Suite("Clear identities outside their fields")
struct ScrubEditTests {
    private let subject = IntakeSubject()
    private let ada = SHA256Digest.hexadecimal(of: "ada@example.com")

    @Test("become digests in notes, URLs, arrays and places of the user")
    func everywhere() throws {
        let event = try subject.accepted(
            with: #""user":{"city":"ada@example.com"},"properties":{"list":[1,["+4915123456789"]]},"#
                + #""context":{"page":{"url":"https://x.example/?m=ada%40example.com&v=1"}}"#)
        #expect(event.string("user.city") == ada)
        #expect(event.string("properties.list[1][0]") == SHA256Digest.hexadecimal(of: "+4915123456789"))
        #expect(event.string("context.page.url") == "https://x.example/?m=\(ada)&v=1")
        #expect(event.warnings.map(\.path) == ["user.city", "properties.list[1][0]", "context.page.url"])
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

    @Test("the user in front of a URL's host is left out, with a warning; scrub off keeps it")
    func userInfo() throws {
        let page =
            #""context":{"page":{"url":"https://ada@example.com:x@shop.example/u/ada%40example.com/o?a=1","#
            + #""referrer":"https://ada:x@example.com/"}}"#
        let event = try subject.accepted(with: page)
        #expect(event.string("context.page.url") == "https://shop.example/u/\(ada)/o?a=1")
        #expect(event.string("context.page.referrer") == "https://example.com/")
        #expect(
            event.warningTexts == [
                "context.page.url: held a clear e-mail address, replaced by its digest; "
                    + "the user in front of a URL's host, left out",
                "context.page.referrer: held the user in front of a URL's host, left out",
            ])
        let off = try IntakeSubject { $0.scrub = .off }.accepted(with: page)
        #expect(off.string("context.page.referrer") == "https://ada:x@example.com/")
    }

    @Test("what else stands in the user is left out, with a warning that names it and what was probably meant")
    func unknownOfUser() throws {
        let members =
            #""user":{"id":"1","name":"Ada Lovelace","address":{"street":"1 rue A"},"mail":"x","firstName":"Ada","#
            + #""phone_number":"1","birthday":19701231,"emial":"y","tier":null},"properties":{"name":"kept"}"#
        let event = try subject.accepted(with: members)
        for clear in ["Lovelace", "rue", "\"x\"", "\"Ada\"", "19701231", "\"y\""] {
            #expect(!event.text.contains(clear), "\(clear) in \(event.text)")
        }
        #expect(event.string("user.id") != nil && event.string("properties.name") == "kept")
        let left = "not a field of user, left out, since it may be personal data:"
        #expect(
            event.warningTexts == [
                "user.name: \(left) did you mean user.first_name and user.last_name?",
                "user.address: \(left) what is not personal goes into properties",
                "user.mail: \(left) did you mean user.email?", "user.firstName: \(left) did you mean user.first_name?",
                "user.phone_number: \(left) did you mean user.phone?",
                "user.birthday: \(left) what is not personal goes into properties",
                "user.emial: \(left) did you mean user.email?",
            ])
        let full = try IntakeSubject { $0.storesClearIdentities = true }.accepted(with: #""user":{"name":"Ada"}"#)
        #expect(full.string("user.name") == "Ada")
        #expect(full.warningTexts.first?.hasPrefix("user.name: not a field of user, kept in clear") == true)
    }

    @Test("the event's own ids and name too, in the columns as in the body")
    func columns() throws {
        let event = try subject.accepted(
            #"{"event_name":"ada@example.com","event_id":"Ada@example.com","id":"?m=ada@example.com"}"#)
        #expect(event.new.eventName == ada && event.new.eventID == ada && event.new.producerID == "?m=\(ada)")
        #expect(event.string("event_name") == ada && event.string("event_id") == ada)
        #expect(event.record.marks.contains(.scrubbedEventID))
        #expect(event.warningTexts.contains { $0.hasPrefix("event_id: ") && $0.contains("not deduplicated") })
        #expect(event.warningTexts.contains { $0.contains("delivery of an event that the pixel sends too fails") })
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
