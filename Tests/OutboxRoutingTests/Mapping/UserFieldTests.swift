import OutboxCore
import OutboxIdentity
import OutboxRouting
import Testing

@Suite("The user of a TikTok event")
struct UserFieldTests {
    private let ada = SHA256Digest.hexadecimal(of: "ada@example.com")
    private let bob = SHA256Digest.hexadecimal(of: "bob@example.com")
    private let web = RoutingSubject()

    @Test(
        "has the fields that TikTok lists for the event source, and no others",
        arguments: [
            (
                EventSource.web,
                [
                    "email", "phone", "external_id", "first_name", "last_name", "zip_code", "ip", "user_agent",
                    "locale",
                    "ttclid", "ttp", "city", "state", "country",
                ]
            ),
            (.app, ["email", "phone", "ip", "user_agent", "locale", "idfa", "gaid", "idfv", "att_status"]),
            (.offline, ["email", "phone"]), (.crm, ["email", "phone", "external_id"]),
        ])
    func fields(_ source: EventSource, _ members: [String]) throws {
        let identities = ["email", "phone", "id", "first_name", "last_name", "zip"].map { "\"\($0)\":\"\(ada)\"" }
        let event =
            #"{"user":{\#(identities.joined(separator: ",")),"city":"Cluj","state":"CJ","country":"RO"},"context":{"#
            + #""device":{"ip":"8.8.8.8","user_agent":"UA","locale":"ro-RO","idfa":"ABC","gaid":"abc","idfv":"V","#
            + #""att_status":"AUTHORIZED"},"click_ids":{"ttclid":"c","ttp":"p"},"app":{"app_id":"a"},"#
            + #""lead":{"lead_id":"l"},"#
            + #""page":{"url":"https://x.example"}}}"#
        let sent = try RoutingSubject(source).sent(event)
        #expect(sent.document.root["user"]?.members.compactMap(\.key.string) == members)
        #expect(sent.warnings.isEmpty)
    }

    @Test("one identity is a text, also out of an array of one; several are an array; null is none")
    func arrays() throws {
        #expect(try web.sent("user", #""email":["\#(ada)"]"#)["user.email"] == "\"\(ada)\"")
        #expect(try web.sent("user", #""email":["\#(ada)",null,"\#(bob)"]"#)["user.email"] == "[\"\(ada)\",\"\(bob)\"]")
        #expect(try web.sent("user", #""email":null,"phone":[],"id":[null]"#)["user"] == nil)
        #expect(try web.sent("user", #""first_name":["\#(ada)","\#(bob)"]"#)["user.first_name"] == "\"\(ada)\"")
    }

    @Test("a field wins over its ready-made twin, which stands in where it is missing")
    func twins() throws {
        #expect(try web.sent("user", #""email":"\#(ada)","email_sha256":"\#(bob)""#)["user.email"] == "\"\(ada)\"")
        #expect(try web.sent("user", #""email_sha256":"\#(bob)","email":null"#)["user.email"] == "\"\(bob)\"")
        #expect(try web.sent("user", #""id_sha256":"\#(bob)""#)["user.external_id"] == "\"\(bob)\"")
    }

    @Test("users that a mapping of one's own found are named, those of the shipped map are the event's")
    func mappedUsers() throws {
        let event =
            #"{"user":{"email":"\#(ada)","id":"\#(bob)"},"properties":{"customer_mail":"\#(bob)","#
            + #""guests":["ada@example.com","\#(ada)"]}}"#
        #expect(try web.sent(event).rendered.mappedUsers.isEmpty)
        let mapped = try RoutingSubject { try $0.lay("user.email: properties.customer_mail") }
        #expect(try mapped.sent(event).rendered.mappedUsers.map(\.shortText) == [String(bob.prefix(12))])
        let several = try RoutingSubject { try $0.lay("user.external_id: properties.guests") }
        #expect(try several.sent(event).rendered.mappedUsers.contains { $0.shortText == ada.prefix(12) })
    }

    @Test("only digests leave as identities, whatever is stored")
    func digestsOnly() throws {
        let sent = try web.sent(
            "user",
            #""email":"Ada@example.com","phone":"07911 123456","id":1042,"zip":{"x":1},"first_name":true,"#
                + #""email_sha256":"\#(bob)","last_name":["",""]"#)
        #expect(sent["user.email"] == "\"\(ada)\"")
        #expect(sent["user.external_id"] == "\"\(SHA256Digest.hexadecimal(of: "1042"))\"")
        #expect(sent.document.root["user"]?.count == 2, "\(sent.text)")
    }

    @Test("a postal code in clear follows the country")
    func postalCode() throws {
        let sent = try web.sent("user", #""zip":"123456789","country":"US""#)
        #expect(sent["user.zip_code"] == "\"\(SHA256Digest.hexadecimal(of: "12345"))\"")
    }

    @Test(
        "an address is sent where it is public, without the white space around it",
        arguments: [
            ("8.8.8.8", "\"8.8.8.8\""), (" 8.8.8.8\\n", "\"8.8.8.8\""),
            ("2a00:1450:4001:82a::200e", "\"2a00:1450:4001:82a::200e\""),
            ("192.168.0.1", nil), ("8.8.8", nil), ("8.8.8.8:80", nil), ("::1", nil),
        ])
    func addresses(_ address: String, _ expected: String?) throws {
        let sent = try web.sent("context", #""device":{"ip":"\#(address)"},"page":{"url":"u"}"#)
        #expect(sent["user.ip"] == expected)
        #expect(sent.rendered.warnings.map(\.path) == (expected == nil ? ["context.device.ip"] : []))
        #expect(expected != nil || !sent.warnings.joined().contains(address))
    }

    @Test("att_status is one of TikTok's, or left out with a warning")
    func trackingStatus() throws {
        func sent(_ status: String) throws -> SentEvent {
            try RoutingSubject(.app).sent("context", #""device":{"att_status":"\#(status)"},"app":{"app_id":"a"}"#)
        }
        #expect(try sent("denied")["user.att_status"] == "\"DENIED\"")
        #expect(try sent("maybe")["user"] == nil)
        #expect(try sent("maybe").rendered.warnings.map(\.path) == ["context.device.att_status"])
    }

    @Test(
        "the click id comes from its field, the cookie, the URL, in this order, decoded once and never cut",
        arguments: [
            (#""click_ids":{"ttclid":"a"},"device":{"cookie":"ttclid=b"},"page":{"url":"https://x/?ttclid=c"}"#, "a"),
            (
                #""click_ids":{"ttclid":""},"device":{"cookie":"x=1; ttclid=b"},"page":{"url":"https://x/?ttclid=c"}"#,
                "b"
            ),
            (#""page":{"url":"https://x/?a=1&ttclid=E.C.P.%2Bx%2541+y#z"}"#, "E.C.P.+x%41+y"),
            (#""page":{"url":"https://x/#ttclid=c"}"#, "c"), (#""page":{"url":"https://x/?xttclid=c&ttclid"}"#, nil),
            (#""page":{"url":"https://x/?ttclid=&ttclid=c"}"#, nil), (#""page":{"url":"ttclid=c"}"#, nil),
            (#""page":{"url":"https://x/?ttclid=%+4%zz%4"}"#, "%+4%zz%4"),
        ])
    func clickIDs(_ context: String, _ expected: String?) throws {
        #expect(try web.sent("context", context)["user.ttclid"] == expected.map { "\"\($0)\"" })
    }

    @Test("city and state lose white space and punctuation alone, a country that is no code is left out")
    func places() throws {
        let sent = try web.sent("user", #""city":"Târgu Mureș","state":"Ohio ","country":"Germany""#)
        #expect(sent["user"] == #"{"city":"târgumureș","state":"ohio"}"#)
        #expect(sent.rendered.warnings.map(\.path).contains("user.country"))
    }
}
