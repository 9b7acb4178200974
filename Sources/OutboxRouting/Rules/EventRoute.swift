import OutboxCore
import OutboxMapping

/// One alternative of an incoming event, compiled: what it becomes, and what TikTok thinks of that name; an object,
/// because a value of its size costs more to hand around than to use.
final class EventRoute: Sendable {
    /// What TikTok thinks of a name at an event source.
    struct Name: Sendable {
        let text: String
        /// Why TikTok would refuse the name.
        let refusal: String?
        /// What is worth knowing about it.
        let warnings: [EventProblem]

        init(_ text: String, eventSource: EventSource) {
            self.text = text
            let standing = TikTokEventNames.standing(of: text, at: eventSource)
            switch standing {
            case .retired(let instead):
                let advice = instead.map { "; map \($0) instead" } ?? ""
                let problem = "\(text): TikTok gives this name up in \(TikTokEventNames.retirementYear)\(advice)"
                warnings = [EventProblem(path: "event_name", problem: problem)]
            case .misspelt(let standard) where eventSource != .offline:
                let problem = "\(text) is TikTok's \(standard) in another spelling and counts as a custom event"
                warnings = [EventProblem(path: "event_name", problem: problem)]
            case .standard, .renamed, .reserved, .misspelt, .custom:
                warnings = []
            }
            switch standing {
            case .reserved(let instead):
                let advice = instead.map { "; map \($0) instead" } ?? ""
                refusal = "\(text): TikTok keeps this name for itself\(advice)"
            case .misspelt, .custom:
                refusal = eventSource == .offline ? "\(text): offline event sets take standard events only" : nil
            case .standard, .renamed, .retired:
                refusal = nil
            }
        }
    }

    let rule: EventRule
    /// Nil where the incoming name is kept.
    let name: Name?
    let plan: RenderPlan
    let pairing: Pairing

    init(_ rule: EventRule, plan: RenderPlan, rules: DestinationRules) {
        self.rule = rule
        self.plan = plan
        name = rule.to.map { Name($0, eventSource: rules.eventSource) }
        pairing = rule.pairing ?? rules.pairing
    }
}
