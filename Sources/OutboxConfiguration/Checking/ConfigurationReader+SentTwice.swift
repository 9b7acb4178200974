import OutboxCore
import OutboxMapping
import OutboxRouting
import OutboxYAML

extension ConfigurationReader {
    /// Looks for events that two destinations send to one event source under one name.
    func lintSentTwice() {
        let destinations = configuration.destinations.filter { $0.rules.mode != .dryRun }
        for (index, destination) in destinations.enumerated() {
            for other in destinations[..<index] where Self.mayShare(destination, other) {
                guard let shared = Self.sharedEvent(of: destination.rules, other.rules) else { continue }
                let rules = destination.rules
                let effect =
                    rules.eventSource.isDeduplicated
                    ? "TikTok takes one of the two where they have the same event_id and come within 48 hours"
                    : "TikTok counts app events as often as they come"
                diagnostics.report(
                    .warning, "destinations.\(rules.name).events",
                    "\(other.name) sends \(shared.name) to \(rules.eventSourceID) as \(shared.tiktokEvent) too: "
                        + effect,
                    "another event_source_id, `sources` or `events` for one of them",
                    line: shared.line ?? destination.line, lint: .sentTwice)
            }
        }
    }

    /// Whether an event may go to both, and to the same event source. Of filters nobody knows that they exclude each
    /// other, unless they are the same.
    private static func mayShare(_ destination: DestinationSettings, _ other: DestinationSettings) -> Bool {
        let (rules, others) = (destination.rules, other.rules)
        let filters = [rules, others].map { $0.filters.map(\.text) }
        return rules.eventSource == others.eventSource && rules.eventSourceID == others.eventSourceID
            && !Set(destination.listensTo).isDisjoint(with: other.listensTo)
            && (filters[0] == filters[1] || filters.contains([]))
    }

    /// The first event by name that both send under the same name.
    private static func sharedEvent(
        of rules: DestinationRules, _ others: DestinationRules
    ) -> (name: String, tiktokEvent: String, line: Int?)? {
        let events = [rules, others].map { EffectiveMapping(rules: $0).events }
        for name in Set(events[0].keys).union(events[1].keys).sorted() {
            let alternatives = events.map { $0[name] ?? $0[EventRule.catchAll] ?? [] }
            for rule in alternatives[0] {
                let tiktokEvent = rule.to ?? name
                let isShared = alternatives[1].contains { other in
                    (other.to ?? name) == tiktokEvent
                        && (other.when == nil || rule.when == nil || other.when?.text == rule.when?.text)
                }
                if isShared { return (name, tiktokEvent, rule.line) }
            }
        }
        return nil
    }
}
