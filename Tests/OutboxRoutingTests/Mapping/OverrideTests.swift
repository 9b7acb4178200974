import OutboxCore
import OutboxIdentity
import OutboxMapping
import OutboxRouting
import Testing

@Suite("A map of one's own")
struct OverrideTests {
    private let ada = SHA256Digest.hexadecimal(of: "ada@example.com")

    private func sent(_ map: String, _ event: String, source: EventSource = .web) throws -> SentEvent {
        try RoutingSubject(source) { try $0.lay(map) }.sent(event)
    }

    @Test("replaces the shipped line in its place, removes it by null, and adds fields behind it")
    func overlay() throws {
        let map = """
            properties.value: properties.total ?? properties.value
            properties.currency: properties.currency ?? 'EUR'
            properties.order_id: null
            properties.coupon: properties.coupon
            """
        let properties = #"{"properties":{"total":"5.50","value":3,"transaction_id":"o1","coupon":"NOV"}}"#
        #expect(
            try sent(map, properties)["properties"] == #"{"value":5.50,"currency":"EUR","coupon":"NOV"}"#)
        let removed = try sent("{user: null, page: null}", #"{"user":{"id":"\#(ada)"},"context":{"page":{"url":"u"}}}"#)
        #expect(removed["user"] == nil && removed["page"] == nil)
    }

    @Test("of a single event is laid over the destination's")
    func eventMap() throws {
        let subject = try RoutingSubject { rules in
            try rules.lay("{properties.status: \"'all'\", properties.description: \"'all'\"}")
            rules.events = [
                "purchase": [try rules.rule("CompletePayment", map: "{properties.status: \"'paid'\"}")],
                "view_item": [EventRule(to: "ViewContent")],
            ]
        }
        #expect(try subject.sent("{}")["properties"] == #"{"description":"all","status":"paid"}"#)
        #expect(try subject.sent("{}", name: "view_item")["properties"] == #"{"description":"all","status":"all"}"#)
    }

    @Test(
        "is finished as the field wants it: nothing is invented, nothing rounded",
        arguments: [
            ("properties.order_id: properties.n", #""n":10421"#, #"{"order_id":"10421"}"#),
            ("properties.order_id: properties.n", #""n":1.50"#, #"{"order_id":"1.50"}"#),
            ("properties.predicted_ltv: properties.n", #""n":"0.10""#, #"{"predicted_ltv":0.10}"#),
            ("properties.num_items: properties.n", #""n":"3""#, #"{"num_items":3}"#),
            ("properties.content_ids: properties.n", #""n":7"#, #"{"content_ids":["7"]}"#),
            ("properties.content_ids: properties.n", #""n":["a",7,null,""]"#, #"{"content_ids":["a","7"]}"#),
            (
                "{properties.value: properties.n, properties.currency: \"'usd'\"}", #""n":"12""#,
                #"{"value":12,"currency":"USD"}"#
            ),
            (
                "properties.contents: {each: properties.n, map: {content_id: sku, price: p, own: o}}",
                #""n":[{"sku":5,"p":"1.5","o":true},{}]"#,
                #"{"content_ids":["5"],"contents":[{"content_id":"5","price":1.5,"own":true}],"num_items":1,"#
                    + #""content_type":"product"}"#
            ),
            (
                "properties.contents: properties.n", #""n":{"content_id":"a"}"#,
                #"{"content_ids":["a"],"contents":[{"content_id":"a"}],"num_items":1,"content_type":"product"}"#
            ),
            (
                "properties.num_items: null", #""items":[{"item_id":"a"}]"#,
                #"{"content_ids":["a"],"contents":[{"content_id":"a","quantity":1}],"content_type":"product"}"#
            ),
            ("properties.own: properties.n", #""n":{"a":[1,null]}"#, #"{"own":{"a":[1,null]}}"#),
            ("properties.own.deep: properties.n", #""n":1"#, #"{"own":{"deep":1}}"#),
            (
                "properties.preferred_price_range: properties.n", #""n":["1000",2000]"#,
                #"{"preferred_price_range":[1000,2000]}"#
            ),
        ])
    func finishing(_ map: String, _ properties: String, _ expected: String) throws {
        let sent = try sent(map, #"{"properties":{\#(properties)},"context":{"page":{"url":"u"}}}"#)
        #expect(sent["properties"] == expected && sent.warnings.isEmpty, "\(sent.warnings)")
    }

    @Test(
        "that does not fit is left out with a warning that says where, and never what",
        arguments: [
            ("properties.predicted_ltv: properties.n", #""n":"a lot""#, "properties.n", "not a number"),
            ("properties.order_id: properties.n", #""n":{"a":1}"#, "properties.n", "not a text"),
            ("properties.order_id: properties.n", #""n":true"#, "properties.n", "not a text"),
            ("properties.num_items: properties.n", #""n":1.5"#, "properties.n", "not a whole number"),
            ("user.ip: properties.n", #""n":"10.0.0.1""#, "properties.n", "not a public internet address"),
            ("user.country: properties.n", #""n":"Secretland""#, "properties.n", "not a code of two letters"),
            ("user.email: properties.n", #""n":"Secret Name""#, "properties.n", "not an e-mail address"),
            ("user.phone: properties.n", #""n":"0151 2345""#, "properties.n", "no country code"),
            ("limited_data_use: properties.n", #""n":"x""#, "", ""),
            ("properties.preferred_price_range: properties.n", #""n":[5]"#, "properties.n", "a list of two numbers"),
            ("properties.currency: properties.n", #""n":"secret@example.com""#, "properties.n", "this is not one of"),
        ])
    func unfitting(_ map: String, _ properties: String, _ path: String, _ problem: String) throws {
        let event = #"{"properties":{\#(properties)},"context":{"page":{"url":"u"}}}"#
        let subject = try RoutingSubject { try $0.lay(map) }
        guard !path.isEmpty else {
            // What cannot be read must not count as free use, and that needs an address.
            guard case .invalid(let detail) = subject.decide(event) else {
                Issue.record("went without limited_data_use")
                return
            }
            #expect(detail.hasPrefix("context.device.ip: "))
            return
        }
        let sent = try subject.sent(event)
        #expect(sent.rendered.warnings.map(\.path) == [path])
        #expect(sent.warnings.joined().contains(problem) && !sent.warnings.joined().lowercased().contains("secret"))
        #expect(sent["properties"] == nil && sent["user"] == nil, "\(sent.text)")
    }

    @Test("an identity leaves hashed, whatever it is taken from, and a digest as it is")
    func identities() throws {
        let map = """
            user.email: properties.mail
            user.phone: properties.tel
            user.external_id: properties.customer
            user.first_name: properties.name
            user.zip_code: "'69001'"
            """
        let event =
            #"{"properties":{"mail":[" Ada@Example.com ","\#(ada)"],"tel":"+33 6 12 34 56 78","customer":1042,"#
            + #""name":"Ada"}}"#
        let sent = try sent(map, event)
        #expect(sent["user.email"] == "[\"\(ada)\",\"\(ada)\"]")
        #expect(sent["user.phone"] == "\"\(SHA256Digest.hexadecimal(of: "+33612345678"))\"")
        #expect(sent["user.external_id"] == "\"\(SHA256Digest.hexadecimal(of: "1042"))\"")
        #expect(sent["user.first_name"] == "\"\(SHA256Digest.hexadecimal(of: "ada"))\"")
        #expect(sent["user.zip_code"] == "\"\(SHA256Digest.hexadecimal(of: "69001"))\"")
        let hashed = try self.sent("user.email: properties.mail | email | sha256", event)
        #expect(hashed["user.email"] == "[\"\(ada)\",\"\(ada)\"]")
    }

    @Test("the rules for identities hold for what a map takes from elsewhere")
    func identityRules() throws {
        let subject = try RoutingSubject { rules in
            rules.identity = IdentityRules(phoneRegion: PhoneRegion(code: "GB"), externalIDCase: .lower)
            try rules.lay("{user.phone: properties.tel, user.external_id: properties.customer}")
        }
        let sent = try subject.sent(#"{"properties":{"tel":"07911 123456","customer":"ADA"}}"#)
        #expect(sent["user.phone"] == "\"\(SHA256Digest.hexadecimal(of: "+447911123456"))\"")
        #expect(sent["user.external_id"] == "\"\(SHA256Digest.hexadecimal(of: "ada"))\"")
    }

    @Test(
        "an identity goes to no other field, also out of a whole object",
        arguments: [
            "properties.description: user.email", "properties.all: user", "properties.all: $",
            "event_id: user.id_sha256",
            "properties.x: {template: '{{user.phone}}!'}", "properties.x: user.email | upper | slice(0, 3)",
            "properties.contents: {each: user.email, map: {content_id: .}}",
        ])
    func leaks(_ map: String) throws {
        let subject = try RoutingSubject { try $0.lay(map) }
        let entry = try #require(subject.rules.map.entries.first)
        let found = try #require(MappingTarget.problem(with: entry, for: .web))
        #expect(found.problem.contains("holds identities"))
        let decision = subject.decide(#"{"user":{"email":"\#(ada)","phone":"clear","id":"1042"}}"#)
        guard case .send(let rendered) = decision else { return }
        let text = String(decoding: rendered.bytes, as: UTF8.self)
        #expect(!text.contains("clear") && !text.contains("1042"))
        #expect(rendered.warnings.contains { $0.problem.contains("holds identities") })
    }

    @Test("a clear address in a text of another kind leaves as its digest, unless that is switched off")
    func scrubbing() throws {
        let event = #"{"properties":{"description":"ada@example.com","n":{"ada@example.com":["ada@example.com"]}}}"#
        let subject = try RoutingSubject { try $0.lay("properties.own: properties.n") }
        let sent = try subject.sent(event)
        #expect(!sent.text.contains("@") && sent["properties.description"]?.contains(ada) == true)
        #expect(Set(sent.rendered.warnings.map(\.path)).isSuperset(of: ["properties.description", "properties.n"]))
        let open = RoutingSubject { $0.scrubsTexts = false }
        #expect(try open.sent(event)["properties.description"] == "\"ada@example.com\"")
    }

    @Test("an event_id of one's own is sent as text; where it is missing, an event with a pixel twin does not go")
    func eventID() throws {
        let map = "event_id: properties.transaction_id"
        let page = #""context":{"page":{"url":"u"}}"#
        let paired = try RoutingSubject { try $0.lay(map) }
        let sent = try paired.sent(#"{"properties":{"transaction_id":77},\#(page)}"#, marks: [.generatedEventID])
        #expect(sent["event_id"] == "\"77\"" && sent.rendered.sentEventID == "77")
        guard case .invalid(let detail) = paired.decide("{}") else {
            Issue.record("went without the pixel's id")
            return
        }
        #expect(detail.hasPrefix("properties.transaction_id: missing"))
        guard case .invalid = paired.decide(#"{"properties":{"transaction_id":"undefined"},\#(page)}"#) else {
            Issue.record("went with a placeholder")
            return
        }
        let either = try RoutingSubject { try $0.lay("event_id: properties.transaction_id ?? event_id") }
        let made = either.decide(#"{"event_id":"made",\#(page)}"#, eventID: "made", marks: [.generatedEventID])
        guard case .invalid = made else {
            Issue.record("went with an id that the pixel does not know: \(made)")
            return
        }
        let alone = try RoutingSubject {
            try $0.lay(map)
            $0.pairing = .serverOnly
        }
        let own = try alone.sent("{\(page)}")
        #expect(own["event_id"] == "\"12345\"" && own.rendered.warnings.map(\.path) == ["properties.transaction_id"])
        let template = try alone.sent(#"{"properties":{"transaction_id":"{{order}}"},\#(page)}"#)
        #expect(template["event_id"] == "\"12345\"")
    }

    @Test(
        "what TikTok requires and a map removes or does not find is invalid, and says where",
        arguments: [
            ("app.app_id: properties.bundle", EventSource.app, "properties.bundle: missing"),
            ("app: null", .app, "app.app_id: not mapped"), ("lead.lead_id: null", .crm, "lead.lead_id: not mapped"),
        ])
    func required(_ map: String, _ source: EventSource, _ start: String) throws {
        let decision = try RoutingSubject(source) { try $0.lay(map) }
            .decide(#"{"context":{"app":{"app_id":"a"},"lead":{"lead_id":"l"}}}"#)
        guard case .invalid(let detail) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(detail.hasPrefix(start), "\(detail)")
    }
}
