import OutboxCore
import OutboxIntake
import OutboxTestSupport
import Testing

@Suite("Received documents")
struct ReceivedDocumentTests {
    private let segment = IntakeSubject { $0.dialect = .segment }

    @Test("a native event is kept as itself alone")
    func native() throws {
        let accepted = try IntakeSubject().accepted(with: #""user":{"id":"1"}"#)
        #expect(accepted.record.received == nil && accepted.record.headers == nil)
    }

    @Test("another document is kept with its identities replaced at every place where the dialect reads them")
    func identities() throws {
        let accepted = try segment.accepted(
            #"""
            {"type":"track","event":"a","messageId":"m","userId":"1042","anonymousId":"anon","writeKey":"secret",
             "context":{"traits":{"email":"ada@example.com","firstName":"Ada","name":"Ada L","birthday":"1970-01-01",
               "address":{"postalCode":"m5v 3l9","country":"CA","street":"1 rue A"}},"library":{"name":"x"}},
             "properties":{"email":["eve@example.com",null,{"a":1}],"note":"+33612345678","plan":"pro"}}
            """#)
        let received = try #require(accepted.record.received)
        let text = String(decoding: received.raw, as: UTF8.self)
        for clear in ["1042", "\"anon\"", "@", "Ada", "1970", "m5v", "rue", "33612345678", "secret"] {
            #expect(!text.contains(clear), "\(clear) in \(text)")
        }
        #expect(received["userId"]?.string == accepted.string("user.id"))
        #expect(received["context"]?["traits"]?["firstName"]?.string == accepted.string("user.first_name"))
        #expect(received["context"]?["traits"]?["address"]?["postalCode"]?.string == accepted.string("user.zip"))
        #expect(received["context"]?["library"]?["name"]?.string == "x")
        #expect(received["properties"]?["plan"]?.string == "pro" && received["event"]?.string == "a")
        #expect(received["properties"]?["email"]?.count == 2)
    }

    @Test(
        "what of the user the dialect does not read is left out of it",
        arguments: [
            (DialectName.native, #"{"event_name":"a","event_id":"1","user":{"id":"1","city":"B","name":"Ada"}}"#),
            (.tiktok, #"{"event":"a","event_id":"1","event_time":1795345200,"user":{"ip":"8.8.8.8","name":"Ada"}}"#),
            (.commandersact, #"{"event_name":"a","id":"1","user":{"consent_categories":[1],"street":"Ada"}}"#),
        ])
    func unreadOfUser(dialect: DialectName, event: String) throws {
        let envelope =
            #"{"specversion":"1.0","id":"1","source":"s","type":"a","time":"2026-11-22T11:00:00Z","data":\#(event)}"#
        for text in dialect == .native ? [envelope] : [event, envelope] {
            let accepted = try IntakeSubject { $0.dialect = dialect }.accepted(text)
            #expect(accepted.record.received != nil && !accepted.text.contains("Ada"), "\(accepted.text)")
            #expect(accepted.text.contains(#""user":{"#), "\(accepted.text)")
        }
    }

    @Test("ready-made digests stay, and are never hashed again")
    func digests() throws {
        let digest = String(repeating: "ab", count: 32)
        let subject = IntakeSubject { $0.dialect = .tiktok }
        let accepted = try subject.accepted(
            #"{"event":"Purchase","event_id":"1","event_time":1795345200,"user":{"email":"\#(digest.uppercased())"}}"#)
        #expect(accepted.string("user.email") == digest)
        #expect(accepted.record.received?["user"]?["email"]?.string == digest)
    }

    @Test("where identities are stored in clear, the document is too, but for what is hidden")
    func clear() throws {
        let subject = IntakeSubject { rules in
            rules.dialect = .segment
            rules.storesClearIdentities = true
        }
        let accepted = try subject.accepted(
            #"{"type":"track","event":"a","messageId":"m","userId":"1","traits":{"name":"A","email":"a@example.com"}}"#
        )
        #expect(accepted.record.received?["traits"]?["email"]?.string == "a@example.com")
        #expect(accepted.record.received?["traits"]?["name"] == nil)
    }

    @Test("Commanders Act's street is in no document that is kept", arguments: [false, true])
    func street(_ keepsClear: Bool) throws {
        let subject = IntakeSubject { rules in
            rules.dialect = .commandersact
            rules.storesClearIdentities = keepsClear
        }
        for members in [#""user":{"street":"1 rue A"}"#, #""properties":{"user":{"street":"1 rue A"}}"#] {
            let accepted = try subject.accepted(#"{"event_name":"purchase","id":"o",\#(members)}"#)
            #expect(accepted.record.received != nil && !accepted.text.contains("rue"), "\(accepted.text)")
        }
    }

    @Test("a key that is an identity is replaced in both forms, with its path as it came")
    func keys() throws {
        let accepted = try segment.accepted(
            #"{"type":"track","event":"a","messageId":"m","userId":"1","properties":{"seen":{"ada@example.com":1}}}"#)
        #expect(!accepted.text.contains("ada@"))
        #expect(accepted.warningTexts.count == 1 && accepted.warningTexts[0].hasPrefix("properties.seen."))
    }

    @Test("headers are kept with names in lower case, and scrubbed")
    func headers() throws {
        let result = IntakeSubject().intake.accept(
            Array(#"{"event_name":"a","event_id":"1"}"#.utf8), receivedAt: IntakeSubject.now,
            arrival: .handedOver(random: { [1] }),
            headers: ["X-Request-ID": "7", "referer": "https://a.example/?e=ada@example.com"])
        guard case .accepted(let event, _) = result else {
            Issue.record("\(result)")
            return
        }
        let headers = try #require(try EventRecord(event.record).headers)
        #expect(headers["x-request-id"]?.string == "7" && headers.count == 2)
        #expect(headers["referer"]?.string?.contains("ada@") == false)
    }
}
