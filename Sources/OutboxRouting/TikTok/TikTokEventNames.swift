package import OutboxCore

/// The event names that TikTok knows, with their spellings, renames and reservations.
///
/// TikTok: "Supported standard events" (September 2025), "How to adopt TikTok's updated standard events" (May 2025),
/// "Reserved events"; the app names from TikTok's Business API reference. Names are case-sensitive.
package enum TikTokEventNames {
    /// What a name is to TikTok.
    package enum Standing: Sendable, Hashable {
        /// A standard event.
        case standard
        /// An old name that TikTok still takes and counts under its new one.
        case renamed(to: String)
        /// A standard event that TikTok gives up; what to use instead, where there is such an event.
        case retired(instead: String?)
        /// A name that TikTok keeps for itself and may fold into a standard event.
        case reserved(instead: String?)
        /// A standard name in another spelling, which TikTok would take for a custom event.
        case misspelt(standard: String)
        /// A name of one's own: for reports and audiences; campaigns cannot be optimised on it.
        case custom
    }

    /// The standard names for web, offline and CRM event sources, as they are since May 2025.
    package static let web: [String] = [
        "AddPaymentInfo", "AddToCart", "AddToWishlist", "ApplicationApproval", "CompleteRegistration", "Contact",
        "CustomizeProduct", "Download", "FindLocation", "InitiateCheckout", "Lead", "Purchase", "Schedule", "Search",
        "StartTrial", "SubmitApplication", "Subscribe", "ViewContent",
    ]

    /// The standard names for app event sources.
    package static let app: [String] = [
        "AchieveLevel", "AddPaymentInfo", "AddToCart", "AddToWishlist", "Checkout", "CompleteTutorial", "CreateGroup",
        "CreateRole", "GenerateLead", "InAppADClick", "InAppADImpr", "InstallApp", "JoinGroup", "LaunchAPP",
        "LoanApplication", "LoanApproval", "LoanDisbursal", "Login", "Purchase", "Rate", "Registration", "Search",
        "SpendCredits", "StartTrial", "Subscribe", "UnlockAchievement", "ViewContent",
    ]

    /// The year from which TikTok no longer takes the retired names.
    package static let retirementYear = 2027

    private static let currentByClassic = ["CompletePayment": "Purchase", "SubmitForm": "Lead"]
    private static let retired: [String: String?] = ["ClickButton": nil, "PlaceAnOrder": "Purchase"]
    private static let reserved: [String: String?] = [
        "AddBilling": "AddPaymentInfo", "Browse": "ViewContent", "Checkout": "InitiateCheckout", "ClickForm": nil,
        "Consult": "Contact", "PageView": nil, "Registration": "CompleteRegistration",
        "StartCheckout": "InitiateCheckout", "ViewForm": nil,
    ]

    /// The standard names for an event source, without the old ones.
    package static func standard(for eventSource: EventSource) -> [String] {
        eventSource == .app ? app : web
    }

    /// What a name is to TikTok at an event source.
    package static func standing(of name: String, at eventSource: EventSource) -> Standing {
        if standard(for: eventSource).contains(name) { return .standard }
        guard eventSource != .app else { return misspelling(of: name, among: app) }
        if let current = currentByClassic[name] { return .renamed(to: current) }
        if let instead = retired[name] { return .retired(instead: instead) }
        if let instead = reserved[name] { return .reserved(instead: instead) }
        return misspelling(of: name, among: web + currentByClassic.keys + retired.keys)
    }

    /// The name as the given set of names spells it; names that were never renamed are returned as they are.
    package static func spelling(of name: String, in names: EventNames) -> String {
        switch names {
        case .current: currentByClassic[name] ?? name
        case .classic: currentByClassic.first { $0.value == name }?.key ?? name
        }
    }

    private static func misspelling(of name: String, among standard: [String]) -> Standing {
        let folded = fold(name)
        return standard.sorted().first { fold($0) == folded }.map { .misspelt(standard: $0) } ?? .custom
    }

    private static func fold(_ name: String) -> String {
        name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " && $0 != "." }
    }
}
