import OutboxCore
import OutboxRouting
import Testing

/// One row of the shipped event table: an incoming name and what it becomes; nil where it is not sent.
struct DefaultEvent: Sendable, CustomTestStringConvertible {
    let name: String
    let classic: String?
    let current: String?
    let app: String?

    var testDescription: String { name }

    init(_ name: String, _ classic: String?, current: String? = nil, app: String? = nil) {
        self.name = name
        self.classic = classic
        self.current = current ?? classic
        self.app = app
    }

    static let all: [DefaultEvent] = [
        DefaultEvent("view_item", "ViewContent", app: "ViewContent"),
        DefaultEvent("search", "Search", app: "Search"),
        DefaultEvent("add_to_wishlist", "AddToWishlist", app: "AddToWishlist"),
        DefaultEvent("add_to_cart", "AddToCart", app: "AddToCart"),
        DefaultEvent("begin_checkout", "InitiateCheckout", app: "Checkout"),
        DefaultEvent("add_payment_info", "AddPaymentInfo", app: "AddPaymentInfo"),
        DefaultEvent("purchase", "CompletePayment", current: "Purchase", app: "Purchase"),
        DefaultEvent("generate_lead", "SubmitForm", current: "Lead", app: "GenerateLead"),
        DefaultEvent("sign_up", "CompleteRegistration", app: "Registration"),
        DefaultEvent("contact", "Contact"), DefaultEvent("subscribe", "Subscribe", app: "Subscribe"),
        DefaultEvent("start_trial", "StartTrial", app: "StartTrial"), DefaultEvent("file_download", "Download"),
        DefaultEvent("download", "Download"), DefaultEvent("find_location", "FindLocation"),
        DefaultEvent("schedule", "Schedule"), DefaultEvent("customize_product", "CustomizeProduct"),
        DefaultEvent("submit_application", "SubmitApplication"),
        DefaultEvent("application_approval", "ApplicationApproval"), DefaultEvent("login", nil, app: "Login"),
        DefaultEvent("tutorial_complete", nil, app: "CompleteTutorial"),
        DefaultEvent("unlock_achievement", nil, app: "UnlockAchievement"),
        DefaultEvent("spend_virtual_currency", nil, app: "SpendCredits"),
        DefaultEvent("level_up", nil, app: "AchieveLevel"), DefaultEvent("join_group", nil, app: "JoinGroup"),
        DefaultEvent("first_open", nil, app: "InstallApp"), DefaultEvent("session_start", nil, app: "LaunchAPP"),
        DefaultEvent("page_view", nil), DefaultEvent("view_item_list", nil), DefaultEvent("select_item", nil),
        DefaultEvent("select_content", nil), DefaultEvent("click", nil), DefaultEvent("view_promotion", nil),
        DefaultEvent("select_promotion", nil), DefaultEvent("view_search_results", nil), DefaultEvent("view_cart", nil),
        DefaultEvent("remove_from_cart", nil), DefaultEvent("add_shipping_info", nil), DefaultEvent("refund", nil),
        DefaultEvent("qualify_lead", nil), DefaultEvent("quiz_done", nil), DefaultEvent("CompletePayment", nil),
    ]
}

@Suite("The shipped event table")
struct ShippedEventsTests {
    private func sentName(_ event: String, _ source: EventSource, _ names: EventNames) -> String? {
        let decision = RoutingSubject(source) { $0.names = names }
            .decide(#"{"context":{"app":{"app_id":"a"},"lead":{"lead_id":"l"}}}"#, name: event)
        switch decision {
        case .send(let rendered): return rendered.tiktokEvent
        case .skip(.unmapped, _): return nil
        default: return "\(decision)"
        }
    }

    @Test(
        "names follow the event source and the destination's set of names; the rest is not sent",
        arguments: DefaultEvent.all)
    func names(_ event: DefaultEvent) {
        for source in [EventSource.web, .offline, .crm] {
            #expect(sentName(event.name, source, .classic) == event.classic)
            #expect(sentName(event.name, source, .current) == event.current)
        }
        #expect(sentName(event.name, .app, .classic) == event.app)
        #expect(sentName(event.name, .app, .current) == event.app)
    }

    @Test("every name of the table is one of TikTok's standard events, or the old name of one")
    func standing() {
        for event in DefaultEvent.all {
            for (name, source) in [(event.classic, EventSource.web), (event.current, .web), (event.app, .app)] {
                guard let name else { continue }
                switch TikTokEventNames.standing(of: name, at: source) {
                case .standard, .renamed: break
                case let other: Issue.record("\(name) is \(other)")
                }
            }
        }
    }

    @Test("an order that is not paid yet has a name of its own that TikTok gives up, and none in the current set")
    func placedOrder() throws {
        let sent = try RoutingSubject().sent(#"{"context":{"page":{"url":"u"}}}"#, name: "place_order")
        #expect(sent.rendered.tiktokEvent == "PlaceAnOrder")
        #expect(sent.warnings.joined().contains("2027"))
        #expect(sentName("place_order", .web, .current) == nil)
        #expect(sentName("place_order", .app, .classic) == nil)
    }
}
