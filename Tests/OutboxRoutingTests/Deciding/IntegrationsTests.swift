import OutboxCore
import OutboxRouting
import Testing

@Suite("The switch for each destination")
struct IntegrationsTests {
    @Test(
        "keeps an event from TikTok, however TikTok is named, and whatever the destination asks",
        arguments: [
            (#"{"All":false,"TikTok Conversions":false}"#, #"integrations."TikTok Conversions""#),
            (#"{"Tiktok Conversions":false}"#, #"integrations."Tiktok Conversions""#),
            (#"{"All":true,"TikTok Pixel":false}"#, #"integrations."TikTok Pixel""#),
            (#"{"TIKTOK_ADS":false}"#, "integrations.TIKTOK_ADS"),
            (#"{"TikTok Ads":"false","All":true}"#, #"integrations."TikTok Ads""#),
            (#"{"TikTok":0}"#, "integrations.TikTok"), (#"{"TIKTOK_ADS_OFFLINE_EVENTS":false,"TikTok":true}"#, nil),
            (#"{"All":false}"#, "integrations.All"), (#"{"all":"no","Amplitude":true}"#, "integrations.all"),
            (#"{"All":false,"TikTok Audiences":true}"#, "integrations.All"),
            (#"{"All":false,"TikTok Conversions":null}"#, "integrations.All"),
        ])
    func denied(_ integrations: String, _ path: String?) {
        let subject = RoutingSubject()
        let event = #"{"integrations":\#(integrations),"consent":{"marketing":true}}"#
        guard case .skip(.consent, let detail) = subject.decide(event) else {
            Issue.record("\(subject.decide(event))")
            return
        }
        #expect(detail.hasPrefix((path ?? "integrations.") + (path == nil ? "" : ": ")), "\(detail)")
        let step = subject.trace(event).steps.last
        #expect(step?.kind == .consent && step?.place == "integrations" && step?.holds == false)
        #expect(step.map { detail.hasPrefix($0.outcome) } == true)
    }

    @Test("limited_data_use is no way around it")
    func limited() {
        let subject = RoutingSubject { rules in
            var consent = ConsentRules(require: ["marketing"])
            consent.whenDenied = .ldu
            consent.whenMissing = .send
            rules.consent = consent
        }
        #expect(subject.decide(#"{"integrations":{"All":false}}"#).reason == .consent)
    }

    @Test(
        "lets an event go that is meant for TikTok, or says nothing of it",
        arguments: [
            "null", "{}", #"{"All":true}"#, #"{"All":false,"TikTok Conversions":true}"#,
            #"{"All":false,"TIKTOK_ADS":{"ttp":"t"}}"#, #"{"Google Ads":false}"#, #"{"TikTok Audiences":false}"#,
            #"{"facebook":{"fbp":"fb.1"}}"#, #"["facebook"]"#, #"{"TikTok Conversions":{"ttclid":"E.C.P"}}"#,
        ])
    func granted(_ integrations: String) {
        let decision = RoutingSubject().decide(
            #"{"integrations":\#(integrations),"context":{"device":{"ip":"8.8.8.8"},"page":{"url":"u"}}}"#)
        if case .send = decision { return }
        Issue.record("\(decision)")
    }
}
