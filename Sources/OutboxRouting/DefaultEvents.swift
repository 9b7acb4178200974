import OutboxCore

/// The shipped event table: which TikTok event an incoming (GA4) name becomes, by event source and names.
///
/// What is not in here is not sent unless the configuration says so. Sources: TikTok, "Supported standard events"
/// (2025) and its own server tag; product research for what is left out on purpose (`page_view`, `view_search_results`,
/// `refund`: no TikTok event stands for them, or a twin would count twice).
enum DefaultEvents {
    /// The TikTok event for each incoming name.
    static func table(eventSource: EventSource, names: EventNames) -> [String: String] {
        switch eventSource {
        case .web, .offline, .crm:
            let named = names == .classic ? classic : current
            return common.merging(web) { $1 }.merging(named) { $1 }
        case .app: return common.merging(app) { $1 }
        }
    }

    private static let common: [String: String] = [
        "view_item": "ViewContent",
        "search": "Search",
        "add_to_wishlist": "AddToWishlist",
        "add_to_cart": "AddToCart",
        "add_payment_info": "AddPaymentInfo",
        "start_trial": "StartTrial",
        "subscribe": "Subscribe",
    ]

    private static let web: [String: String] = [
        "begin_checkout": "InitiateCheckout",
        "sign_up": "CompleteRegistration",
        "contact": "Contact",
        "file_download": "Download",
        "download": "Download",
        "find_location": "FindLocation",
        "schedule": "Schedule",
        "customize_product": "CustomizeProduct",
        "submit_application": "SubmitApplication",
        "application_approval": "ApplicationApproval",
    ]

    /// The names until May 2025; for an order that is not paid yet there is none since.
    private static let classic: [String: String] = [
        "purchase": "CompletePayment",
        "generate_lead": "SubmitForm",
        "place_order": "PlaceAnOrder",
    ]

    private static let current: [String: String] = [
        "purchase": "Purchase",
        "generate_lead": "Lead",
    ]

    private static let app: [String: String] = [
        "begin_checkout": "Checkout",
        "purchase": "Purchase",
        "generate_lead": "GenerateLead",
        "sign_up": "Registration",
        "login": "Login",
        "tutorial_complete": "CompleteTutorial",
        "unlock_achievement": "UnlockAchievement",
        "spend_virtual_currency": "SpendCredits",
        "level_up": "AchieveLevel",
        "join_group": "JoinGroup",
        "first_open": "InstallApp",
        "session_start": "LaunchAPP",
    ]
}
