import OutboxCore

/// What one incoming event becomes at a destination, and what TikTok thinks of that name there.
struct EventRoute: Sendable {
    let tiktokEvent: String
    /// Why TikTok would refuse the name.
    let refusal: String?
    /// What is worth knowing about the name.
    let warnings: [EventProblem]

    init(_ rule: DestinationRules.EventRule, eventSource: EventSource) {
        tiktokEvent = rule.tiktokEvent
        let standing = TikTokEventNames.standing(of: rule.tiktokEvent, at: eventSource)
        switch standing {
        case .retired(let instead):
            let advice = instead.map { "; map \($0) instead" } ?? ""
            let problem = "\(tiktokEvent): TikTok gives this name up in \(TikTokEventNames.retirementYear)\(advice)"
            warnings = [EventProblem(path: "event_name", problem: problem)]
        case .standard, .renamed, .reserved, .misspelt, .custom:
            warnings = []
        }
        switch standing {
        case .reserved, .misspelt, .custom:
            refusal = eventSource == .offline ? "\(tiktokEvent): offline event sets take standard events only" : nil
        case .standard, .renamed, .retired:
            refusal = nil
        }
    }
}
