import OutboxCore
import OutboxRouting
import Testing

@Suite("TikTok's event names")
struct TikTokEventNamesTests {
    @Test("TikTok lists 18 standard events for web, offline and CRM, and 27 for apps")
    func lists() {
        #expect(Set(TikTokEventNames.web).count == 18)
        #expect(Set(TikTokEventNames.app).count == 27)
        #expect(TikTokEventNames.standard(for: .offline) == TikTokEventNames.web)
        #expect(TikTokEventNames.standard(for: .crm) == TikTokEventNames.web)
        #expect(TikTokEventNames.standard(for: .app) == TikTokEventNames.app)
    }

    @Test(
        "A name is standard, renamed, retired, reserved, misspelt or one's own",
        arguments: [
            ("ViewContent", EventSource.web, TikTokEventNames.Standing.standard), ("Purchase", .offline, .standard),
            ("CompletePayment", .web, .renamed(to: "Purchase")), ("SubmitForm", .crm, .renamed(to: "Lead")),
            ("ClickButton", .web, .retired(instead: nil)), ("PlaceAnOrder", .offline, .retired(instead: "Purchase")),
            ("Registration", .web, .reserved(instead: "CompleteRegistration")), ("Registration", .app, .standard),
            ("PageView", .web, .reserved(instead: nil)), ("Checkout", .app, .standard),
            ("completepayment", .web, .misspelt(standard: "CompletePayment")),
            ("add_to_cart", .web, .misspelt(standard: "AddToCart")),
            ("Complete Payment", .offline, .misspelt(standard: "CompletePayment")),
            ("LaunchApp", .app, .misspelt(standard: "LaunchAPP")),
            ("InAppAdImpr", .app, .misspelt(standard: "InAppADImpr")),
            ("CompletePayment", .app, .custom), ("QuizFinished", .web, .custom), ("", .web, .custom),
        ])
    func standing(_ name: String, _ eventSource: EventSource, _ standing: TikTokEventNames.Standing) {
        #expect(TikTokEventNames.standing(of: name, at: eventSource) == standing)
    }

    @Test("Two names were changed in May 2025; all others are spelt alike")
    func spelling() {
        #expect(TikTokEventNames.spelling(of: "Purchase", in: .classic) == "CompletePayment")
        #expect(TikTokEventNames.spelling(of: "CompletePayment", in: .current) == "Purchase")
        #expect(TikTokEventNames.spelling(of: "Lead", in: .classic) == "SubmitForm")
        #expect(TikTokEventNames.spelling(of: "SubmitForm", in: .classic) == "SubmitForm")
        for name in TikTokEventNames.web where name != "Purchase" && name != "Lead" {
            #expect(TikTokEventNames.spelling(of: name, in: .classic) == name)
        }
    }
}
