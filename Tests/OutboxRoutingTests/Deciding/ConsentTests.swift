import OutboxCore
import OutboxRouting
import Testing

@Suite("Consent")
struct ConsentTests {
    private static let address = #""context":{"device":{"ip":"8.8.8.8"},"page":{"url":"u"}}"#

    private func subject(
        _ require: String..., change: (inout ConsentRules) -> Void = { _ in }
    ) -> RoutingSubject {
        RoutingSubject { rules in
            var consent = ConsentRules(require: require)
            consent.line = 12
            change(&consent)
            rules.consent = consent
        }
    }

    @Test(
        "is granted by true, granted, a list, Google's signals, and nothing else",
        arguments: [
            (#"{"marketing":true}"#, true), (#"{"marketing":"granted"}"#, true), (#"["ads","marketing"]"#, true),
            (#"{"google":{"marketing":"granted"}}"#, true), (#"{"*":true}"#, true),
            (#"{"marketing":false}"#, false), (#"{"marketing":"denied"}"#, false), (#"["ads"]"#, false),
            (#"{"marketing":"yes"}"#, false), (#"{"marketing":1}"#, false), (#"{"marketing":{}}"#, false),
            (#"{"ads":true}"#, false), ("null", false), ("true", false), (#""marketing""#, false),
            (#"{"*":false}"#, false), (#"{"marketing":null,"*":true}"#, true),
        ])
    func signals(_ consent: String, _ goes: Bool) {
        let decision = subject("marketing").decide(#"{"consent":\#(consent)}"#)
        if goes {
            if case .send = decision { return }
            Issue.record("\(decision)")
        } else {
            #expect(decision.reason == .consent)
        }
    }

    @Test("is asked for every category, numbers and Google's names too")
    func categories() {
        func goes(_ subject: RoutingSubject, _ consent: String) -> Bool {
            if case .send = subject.decide(#"{"consent":\#(consent)}"#) { true } else { false }
        }
        #expect(goes(subject("1", "3"), "[3,1]") && !goes(subject("1", "3"), "[1]"))
        #expect(goes(subject("3"), #"{"1":false,"3":true,"*":false}"#))
        let google = #"{"google":{"ad_storage":"granted","ad_user_data":"denied"}}"#
        #expect(goes(subject("ad_storage"), google) && goes(subject("google.ad_storage"), google))
        #expect(!goes(subject("ad_storage", "ad_user_data"), google))
    }

    @Test("that is missing or denied is a skip that says which, what was seen and where it is asked")
    func details() {
        func detail(_ event: String) -> String {
            if case .skip(.consent, let detail) = subject("marketing").decide(event) { detail } else { "sent" }
        }
        #expect(
            detail("{}") == "consent.marketing: expected granted, saw nothing (destinations.main.consent, line 12)")
        #expect(detail(#"{"consent":{"marketing":"denied"}}"#).contains("saw denied"))
        #expect(!detail(#"{"consent":{"marketing":"Ada Secret"}}"#).contains("Secret"))
    }

    @Test("that is missing or denied is sent, or sent for limited use, where the rules say so")
    func policies() throws {
        let lenient = subject("marketing") { ($0.whenMissing, $0.whenDenied) = (.send, .ldu) }
        #expect(try lenient.sent("{}")["limited_data_use"] == nil)
        let denied = try lenient.sent(#"{"consent":{"marketing":false},\#(Self.address)}"#)
        #expect(denied["limited_data_use"] == "true" && denied["user.ip"] == "\"8.8.8.8\"")
        let limited = subject("marketing") { $0.whenMissing = .ldu }
        #expect(try limited.sent("{\(Self.address)}")["limited_data_use"] == "true")
        #expect(try limited.sent(#"{"consent":["marketing"]}"#)["limited_data_use"] == nil)
    }

    @Test("limited use without a public address is invalid: TikTok requires one with it")
    func addresses() {
        let limited = subject("marketing") { $0.whenMissing = .ldu }
        for device in ["{}", #"{"ip":"192.168.0.1"}"#] {
            guard case .invalid(let detail) = limited.decide(#"{"context":{"device":\#(device)}}"#) else {
                Issue.record("went with \(device)")
                continue
            }
            #expect(detail.hasPrefix("context.device.ip: ") && detail.contains("limited_data_use"))
        }
        let crm = RoutingSubject(.crm) { $0.consent = limited.rules.consent }
        #expect(crm.decide(#"{"context":{"lead":{"lead_id":"l"}}}"#).reason == .consent)
    }

    @Test("limited use can be asked of some events, and holds where that cannot be judged")
    func conditions() throws {
        let subject = try RoutingSubject { rules in
            var consent = ConsentRules(require: ["marketing"])
            consent.limitedDataUse = try Compiled.condition("{user.country: US, properties.age: {lt: 18}}", rules)
            rules.consent = consent
        }
        func sent(_ age: String, _ country: String = "US") throws -> String? {
            try subject.sent(
                #"{"consent":["marketing"],"user":{"country":"\#(country)"},"properties":{"age":\#(age)},"#
                    + "\(Self.address)}")["limited_data_use"]
        }
        #expect(try sent("17") == "true")
        #expect(try sent("20") == nil)
        #expect(try sent("\"old\"") == "true")
        #expect(try sent("\"old\"", "FR") == nil)
    }

    @Test("an event itself may ask for limited use")
    func ownWish() throws {
        let web = RoutingSubject()
        #expect(try web.sent(#"{"limited_data_use":true,\#(Self.address)}"#)["limited_data_use"] == "true")
        #expect(try web.sent(#"{"limited_data_use":false}"#)["limited_data_use"] == "false")
        let crm = try RoutingSubject(.crm).sent(#"{"limited_data_use":true,"context":{"lead":{"lead_id":"l"}}}"#)
        #expect(crm["limited_data_use"] == nil)
    }
}
