import OutboxCore
import OutboxIdentity
import OutboxIntake
import Testing

@Suite("Identities of an event")
struct IdentityEditTests {
    private let ada = SHA256Digest.hexadecimal(of: "ada@example.com")
    private let bob = SHA256Digest.hexadecimal(of: "bob@example.com")
    private let nothing = SHA256Digest.ofNothing.hexadecimal

    private func user(_ members: String, _ subject: IntakeSubject = IntakeSubject()) throws -> AcceptedEvent {
        try subject.accepted(with: #""user":{\#(members)}"#)
    }

    @Test("An id that is an address in other letters is known by its digest too, which is not sent")
    func addressesAsIDs() throws {
        let subject = IntakeSubject()
        let address = SHA256Digest.hexadecimal(of: "ada@example.com")
        let upper = try subject.accepted(with: #""user":{"id":"ADA@EXAMPLE.COM"}"#)
        #expect(upper.record.knownAs == [address])
        #expect(upper.string("user.id") == SHA256Digest.hexadecimal(of: "ADA@EXAMPLE.COM"))
        let several = try subject.accepted(with: #""user":{"id":["a","Ada@example.com","ada@example.com","@x"]}"#)
        #expect(several.record.knownAs == [address])
        #expect(try subject.accepted(with: #""user":{"email":"ADA@EXAMPLE.COM"}"#).record.knownAs == [])
        let clear = IntakeSubject { $0.storesClearIdentities = true }
        #expect(try clear.accepted(with: #""user":{"id":"ADA@EXAMPLE.COM"}"#).record.knownAs == [])
    }

    @Test("are digests at rest, each at its own path, never hashed twice, never a digest of nothing")
    func digests() throws {
        let event = try user(#""email":["Ada@Example.com ","\#(ada)","","\#(nothing)"],"phone":"","id":42"#)
        #expect(event.strings("user.email") == [ada, ada])
        #expect(event.event["user"]?["phone"] == nil)
        #expect(event.string("user.id") == SHA256Digest.hexadecimal(of: "42"))
        #expect(!event.text.contains("xample") && !event.text.contains(nothing))
    }

    @Test("an array of one stays an array, null stays null, an array in an array is left out")
    func arrays() throws {
        let event = try user(#""email":["Ada@example.com"],"phone":null,"zip":[null],"first_name":[["Ada"]]"#)
        #expect(event.strings("user.email") == [ada])
        #expect(event.event["user"]?["phone"]?.isNull == true)
        #expect(event.event["user"]?["zip"]?.count == 1)
        #expect(event.event["user"]?["first_name"]?.count == 0)
        #expect(event.warnings.map(\.path) == ["user.first_name[0]"])
    }

    @Test(
        "what is neither text nor number is left out, with all that is in it",
        arguments: [
            #"{"value":"ada@example.com","more":["bob@example.com"]}"#, "true", #"[[["ada@example.com"]]]"#,
        ])
    func otherKinds(_ value: String) throws {
        let event = try user(#""email":\#(value)"#)
        #expect(!event.text.contains("example.com") && !event.text.contains(ada))
        #expect(event.warnings.count == 1 && event.warnings[0].problem.contains("left out"), "\(event.warnings)")
    }

    @Test("a region makes a national number international; without one it is left out")
    func phoneRegion() throws {
        let phone = #""phone":"07911 123456""#
        #expect(try user(phone).event["user"]?["phone"] == nil)
        let british = try user(phone, IntakeSubject { $0.phoneRegion = "GB" })
        #expect(british.string("user.phone") == SHA256Digest.hexadecimal(of: "+447911123456"))
    }

    @Test("a postal code follows the country of the same user")
    func postalCode() throws {
        let american = try user(#""zip":"123456789","country":"US""#)
        #expect(american.string("user.zip") == SHA256Digest.hexadecimal(of: "12345"))
    }

    @Test("a ready-made digest stays, in lower case; what is none is left out, the digest of nothing too")
    func readyMade() throws {
        let event = try user(
            #""email_sha256":["\#(ada.uppercased())",null],"phone_sha256":"\#(nothing)","id_sha256":"1042""#)
        #expect(event.event["user"]?["email_sha256"]?.elements.map(\.string) == [ada, nil])
        #expect(event.event["user"]?["phone_sha256"] == nil && event.event["user"]?["id_sha256"] == nil)
        #expect(event.warnings.map(\.path) == ["user.phone_sha256", "user.id_sha256"])
        #expect(!event.warningTexts.joined().contains("1042"))
    }

    @Test(
        "both given: a mismatch warns, agreement does not",
        arguments: [
            (#""Ada@example.com""#, "ada", false), (#""bob@example.com""#, "ada", true),
            (#"["bob@example.com","ada@example.com"]"#, "ada", false), (#""no address""#, "ada", false),
        ])
    func bothGiven(_ email: String, _ twin: String, _ warns: Bool) throws {
        for members in [#""email":\#(email),"email_sha256":"\#(ada)""#, #""email_sha256":"\#(ada)","email":\#(email)"#]
        {
            let event = try user(members)
            #expect(event.warnings.contains { $0.path == "user.email_sha256" } == warns, "\(event.warningTexts)")
            #expect(event.string("user.email_sha256") == ada)
        }
    }

    @Test("kept in clear, they are what the destination's digests are made of, whatever the source's rules")
    func keptInClear() throws {
        let full = IntakeSubject {
            ($0.storesClearIdentities, $0.phoneRegion, $0.lowercasesExternalID) = (true, "GB", true)
        }
        let event = try user(
            #""email":" Ada@Example.com","phone":"07911 123456","id":"ADA","zip":"123456789","country":"US""#, full)
        #expect(event.string("user.email") == " Ada@Example.com")
        #expect(event.string("user.phone") == "+447911123456")
        #expect(event.string("user.id") == "ada")
        #expect(event.string("user.zip") == "123456789")
    }

    @Test("kept in clear, a number is kept as the text that is hashed, so that it can be compared")
    func numbersInClear() throws {
        let full = IntakeSubject { $0.storesClearIdentities = true }
        let event = try user(#""id":1042,"phone":[33612345678],"zip":69001.0"#, full)
        #expect(event.string("user.id") == "1042")
        #expect(event.string("user.zip") == "69001")
        #expect(event.warnings.map(\.path) == ["user.phone[0]"])
        let segment = IntakeSubject { ($0.dialect, $0.storesClearIdentities) = (.segment, true) }
        let call = #"{"type":"track","event":"a","messageId":"m","userId":1042}"#
        #expect(try segment.accepted(call).string("user.id") == "1042")
    }
}
