import OutboxCore
import OutboxIdentity
import OutboxIntake
import OutboxRouting
import Testing

@Suite("Router")
struct RouterTests {
    private let digest = SHA256Digest.hexadecimal(of: "ada@example.com")
    private let web = RoutingSubject()

    @Test("a web purchase is rendered by TikTok's table, numbers digit for digit")
    func webPurchase() throws {
        let event =
            #"{"user":{"id":"\#(digest)","email":["\#(digest)"],"city":"Târgu Mureș","country":"RO"},"#
            + #""context":{"page":{"url":"https://shop.example/?ttclid=E.C.P.x","referrer":"https://r.example"},"#
            + #""device":{"ip":"203.0.114.9","user_agent":"UA","locale":"ro-RO"}},"#
            + #""properties":{"transaction_id":"o1","value":59.90,"currency":"eur","items":["#
            + #"{"item_id":77120,"item_name":"Mug","item_brand":"Acme","item_category":"Home","#
            + #""price":"29.95","quantity":2},"#
            + #"{"item_id":"b"}]}}"#
        let rendered = try web.sent(event).rendered
        #expect(
            String(decoding: rendered.bytes, as: UTF8.self)
                == #"{"event":"CompletePayment","event_time":1687758765,"event_id":"12345","#
                + #""user":{"email":"\#(digest)","external_id":"\#(digest)","ip":"203.0.114.9","user_agent":"UA","#
                + #""locale":"ro-RO","ttclid":"E.C.P.x","city":"târgumureș","country":"ro"},"#
                + #""properties":{"value":59.90,"currency":"EUR","content_ids":["77120","b"],"contents":["#
                + #"{"content_id":"77120","content_name":"Mug","content_category":"Home","brand":"Acme","#
                + #""price":29.95,"quantity":2},"#
                + #"{"content_id":"b","quantity":1}],"num_items":3,"content_type":"product","order_id":"o1"},"#
                + #""page":{"url":"https://shop.example/?ttclid=E.C.P.x","referrer":"https://r.example"}}"#)
        #expect(rendered.warnings.isEmpty, "\(rendered.warnings)")
        #expect(rendered.tiktokEvent == "CompletePayment" && rendered.sentEventID == "12345")
    }

    @Test("the configuration's events replace the shipped table, looked up as written, then in lower case")
    func ownEvents() throws {
        let own = RoutingSubject { $0.events = ["signup_done": [EventRule(to: "CompleteRegistration", line: 12)]] }
        #expect(try own.sent("{}", name: "signup_done").rendered.tiktokEvent == "CompleteRegistration")
        #expect(try own.sent("{}", name: "Signup_Done").rendered.warnings.map(\.path).contains("event_name"))
        #expect(own.decide("{}").reason == .unmapped)
    }

    @Test(
        "what TikTok requires is invalid without it, and says where it belongs",
        arguments: [
            (EventSource.app, "context.app.app_id"), (.crm, "context.lead.lead_id"),
        ])
    func required(_ source: EventSource, _ path: String) {
        for event in ["{}", #"{"context":null}"#, #"{"context":{"app":{"app_id":""},"lead":{"lead_id":{}}}}"#] {
            guard case .invalid(let detail) = RoutingSubject(source).decide(event) else {
                Issue.record("sent without \(path): \(event)")
                continue
            }
            #expect(detail.hasPrefix(path))
        }
    }

    @Test("an app event goes without event_id, which TikTok does not list for it")
    func appEventID() throws {
        let sent = try RoutingSubject(.app).sent(#"{"context":{"app":{"app_id":5}}}"#)
        #expect(sent["event_id"] == nil && sent.rendered.sentEventID == nil && sent["app.app_id"] == "\"5\"")
    }

    @Test(
        "an offline event set takes standard events alone, under their old names too",
        arguments: [
            ("MyEvent", false), ("completepayment", false), ("CompletePayment", true), ("Lead", true),
            ("PlaceAnOrder", true),
        ])
    func offline(_ name: String, _ goes: Bool) {
        let decision = RoutingSubject(.offline) { $0.events = ["purchase": [EventRule(to: name)]] }.decide("{}")
        if case .send = decision { #expect(goes) } else { #expect(!goes, "\(decision)") }
    }

    @Test(
        "a web event without page.url goes without a page, with a warning",
        arguments: [
            "{}", #"{"context":{"page":{"url":"","referrer":"https://r.example"}}}"#,
            #"{"context":{"page":"https://x"}}"#,
        ])
    func missingPage(_ event: String) throws {
        let sent = try web.sent(event)
        #expect(sent.rendered.warnings.map(\.path) == ["context.page.url"])
        #expect(sent["page"] == nil)
    }

    @Test("test mode sends under its code, and shows only where there is none; dry runs send nothing")
    func modes() throws {
        let test = RoutingSubject { ($0.mode, $0.testEventCode) = (.test, "TEST1") }
        #expect(try test.sent("{}").rendered.testEventCode == "TEST1")
        #expect(try web.sent("{}").rendered.testEventCode == nil)
        for rules in [RoutingSubject { $0.mode = .test }, RoutingSubject { $0.mode = .dryRun }] {
            #expect(rules.decide("{}").reason == .dryRun)
        }
    }

    @Test("an event of another event source is skipped, one that names none goes")
    func otherSource() throws {
        guard case .skip(.filter, let detail) = web.decide(#"{"event_source":"app"}"#) else {
            Issue.record("an app event went to a pixel")
            return
        }
        #expect(detail.contains("expected web"))
        _ = try web.sent(#"{"event_source":null}"#)
    }

    @Test("an event that the pixel sends too needs its producer's id, not one that the outbox made")
    func generatedID() throws {
        let page = #"{"context":{"page":{"url":"u"}}}"#
        for decision in [web.decide(page, marks: [.generatedEventID]), web.decide(page, eventID: nil)] {
            guard case .invalid(let detail) = decision else {
                Issue.record("a paired event went without its producer's id: \(decision)")
                continue
            }
            #expect(detail.hasPrefix("event_id: ") && detail.contains("count twice"))
        }
        let alone = RoutingSubject { $0.pairing = .serverOnly }
        #expect(try alone.sent(page, marks: [.generatedEventID]).warnings.isEmpty)
    }

    @Test("an event that the pixel sends too needs an id that can leave as the pixel sends it")
    func hiddenID() throws {
        let page = #"{"context":{"page":{"url":"u"}}}"#
        let full = RoutingSubject { $0.storesClearEvents = true }
        for decision in [
            web.decide(page, eventID: "digest", marks: [.scrubbedEventID]),
            web.decide(page, eventID: "ada@example.com"),
            full.decide(page, eventID: "ada@example.com"),
        ] {
            guard case .invalid(let detail) = decision else {
                Issue.record("a paired event went with the digest of its id: \(decision)")
                continue
            }
            #expect(detail.hasPrefix("event_id: an e-mail address or phone number") && detail.contains("count twice"))
        }
        let alone = RoutingSubject { $0.pairing = .serverOnly }
        #expect(try alone.sent(page, marks: [.scrubbedEventID]).rendered.sentEventID == "12345")
    }

    @Test("a stored event that is gone or no JSON is invalid, not a crash")
    func unreadable() {
        for record in ["", "{", "[]", "5", "{}", #"{"event":5}"#] {
            let decision = web.decide(record: Array(record.utf8), "purchase", "1")
            if case .invalid = decision { continue }
            #expect((try? SentEvent(decision)) != nil, "\(record): \(decision)")
        }
    }

    @Test("what a source kept in clear becomes the same digests as what was hashed at the door")
    func keptInClear() throws {
        let event =
            #"{"event_name":"purchase","event_id":"1","user":{"email":" Ada@Example.com","phone":["07911 123456"],"#
            + #""id":"ADA","zip":"123456789","country":"us"}}"#
        var users: Set<String> = []
        for isClear in [false, true] {
            var rules = IntakeRules(source: "shop")
            (rules.phoneRegion, rules.lowercasesExternalID, rules.storesClearIdentities) = ("GB", true, isClear)
            let intake = Intake(rules: rules, source: SourceID(1), deliveryClass: .live)
            let result = intake.accept(
                Array(event.utf8), receivedAt: RoutingSubject.time, arrival: .handedOver(random: { [1] }))
            guard case .accepted(let new, _) = result else { throw SentEvent.NotSent(description: "\(result)") }
            users.insert(try SentEvent(web.decide(record: new.record, "purchase", "1"))["user"] ?? "none")
        }
        #expect(users.count == 1 && users.first?.contains("phone") == true, "\(users)")
    }
}

extension Decision {
    /// The reason of a skip.
    var reason: DeliveryReason? {
        if case .skip(let reason, _) = self { reason } else { nil }
    }
}
