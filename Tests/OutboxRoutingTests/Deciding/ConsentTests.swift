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
            (#"{"marketing":"yes"}"#, true), (#"{"marketing":1}"#, true), (#"{"marketing":" GRANTED "}"#, true),
            (#"{"marketing":"1"}"#, true), (#"{"marketing":1.0}"#, true), (#"{"marketing":"true"}"#, true),
            (#"{"marketing":"no"}"#, false), (#"{"marketing":0}"#, false), (#"{"marketing":{}}"#, false),
            (#"{"marketing":2}"#, false), (#"{"marketing":"maybe"}"#, false), (#"{"marketing":[true]}"#, false),
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

    @Test(
        "that is refused in a way that cannot be read counts as denied, never as missing",
        arguments: [
            #"{"marketing":"non merci"}"#, #"{"marketing":[]}"#, #"{"denied":["marketing"]}"#, #""denied""#, "false",
            #"{"purposes":{"marketing":false}}"#, #"{"marketing":""}"#, "0", "[]", #"{"*":"no"}"#,
            #"{"marketing":true,"google":{"marketing":"denied"}}"#,
        ])
    func unreadable(_ consent: String) {
        let lenient = subject("marketing") { $0.whenMissing = .send }
        #expect(lenient.decide(#"{"consent":\#(consent)}"#).reason == .consent)
    }

    @Test(
        "that does not say is missing, whatever else is said",
        arguments: [
            "null", "{}", #"{"ads":false}"#, #"{"google":{"ad_storage":"denied"}}"#, #"{"tcf":"CQ"}"#,
            #"{"marketing":null}"#, #"{"google":"G100"}"#,
        ])
    func missing(_ consent: String) {
        let lenient = subject("marketing") { $0.whenMissing = .send }
        if case .send = lenient.decide(#"{"consent":\#(consent)}"#) { return }
        Issue.record("\(consent) is no answer")
    }

    @Test(
        "of Google may come in its short form, and what cannot be read of it is denied",
        arguments: [
            (#"{"google":"G111"}"#, true), (#"{"google":"G110"}"#, true), (#"{"google":"G101"}"#, false),
            (#"{"google":"G1"}"#, false), (#"{"google":"denied"}"#, false), (#"{"google":false}"#, false),
            (#"{"google":"G1--"}"#, true), (#"{"google":{"ad_storage":0}}"#, false),
            (#"{"google":{"ad_storage":{"status":"denied"}}}"#, false), (#"{"google":["ad_storage"]}"#, false),
            (#"{"ad_storage":"DENIED"}"#, false),
        ])
    func google(_ consent: String, _ goes: Bool) {
        for name in ["ad_storage", "google.ad_storage"] {
            let lenient = subject(name) { $0.whenMissing = .send }
            let decision = lenient.decide(#"{"consent":\#(consent)}"#)
            if goes {
                if case .send = decision { continue }
                Issue.record("\(decision)")
            } else if !(name == "google.ad_storage" && consent.hasPrefix(#"{"ad_storage"#)) {
                #expect(decision.reason == .consent, "\(name)")
            }
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
