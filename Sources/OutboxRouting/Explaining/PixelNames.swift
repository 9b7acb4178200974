import OutboxCore

/// The names under which the browser pixel must send the events of a destination, so that TikTok pairs them: the same
/// that the server sends.
package struct PixelNames: Sendable, Hashable {
    /// The TikTok event for each incoming name that the pixel sends too.
    package private(set) var names: [String: String] = [:]
    /// The TikTok event for every name that is not listed; nil where there is none. Empty: the incoming name itself.
    package private(set) var other: String?
    /// Incoming names whose TikTok event depends on a `when`, which a page cannot judge.
    package private(set) var undecided: Set<String> = []
    /// Incoming names that the server alone sends.
    package private(set) var serverOnly: Set<String> = []
    /// Every TikTok event that the destination names.
    package private(set) var tiktokEvents: Set<String> = []

    /// Reads them from the rules of a destination.
    package init(rules: DestinationRules) {
        for (name, alternatives) in EffectiveMapping(rules: rules).events {
            tiktokEvents.formUnion(alternatives.compactMap { $0.to ?? (name == EventRule.catchAll ? nil : name) })
            let paired = alternatives.filter { ($0.pairing ?? rules.pairing) == .pixel && rules.eventSource == .web }
            let isOther = name == EventRule.catchAll
            let targets = Set(paired.map { $0.to ?? (isOther ? "" : name) })
            if paired.isEmpty {
                serverOnly.insert(name)
            } else if targets.count > 1 || paired.count < alternatives.count {
                undecided.insert(name)
            } else if isOther {
                other = targets.first
            } else {
                names[name] = targets.first
            }
        }
    }

    /// The TikTok events of an incoming name, or of a TikTok event's name itself; nil where nothing is known of it.
    package func tiktokEvents(of name: String, rules: DestinationRules) -> Set<String>? {
        let events = EffectiveMapping(rules: rules).events
        if let alternatives = events[name] ?? events[name.lowercased()] {
            return Set(alternatives.map { $0.to ?? name })
        }
        let isKnown = events.values.contains { $0.contains { $0.to == name } }
        return isKnown || other != nil ? [name] : nil
    }
}
