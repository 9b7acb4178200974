import OutboxCore
import OutboxMapping
import OutboxRouting
import OutboxYAML

extension ConfigurationReader {
    /// Reads `filters` of a destination, when its events are known.
    func readFilters(_ section: Section, into rules: inout DestinationRules, eventSource: EventSource?) {
        guard let setting = section["filters"] else { return }
        guard case .list = setting.node.content else {
            let example = "[{event_name: [purchase]}]"
            return setting.mismatch("a list of conditions, all of which must hold", example: example)
        }
        let grammar = rules.conditionGrammar
        for item in setting.list(example: "") ?? [] {
            guard let condition = condition(item, grammar) else { continue }
            rules.filters.append(condition)
            guard let eventSource else { continue }
            for comparison in condition.comparisons {
                checkEventName(comparison, rules, eventSource, item)
            }
        }
    }

    /// Filters judge the incoming name. TikTok's there is a slip that would let nothing through, or everything.
    private func checkEventName(
        _ comparison: MappingComparison, _ rules: DestinationRules, _ eventSource: EventSource, _ item: Setting
    ) {
        guard comparison.path?.description == "event_name",
            [.eq, .ne, .in, .notIn].contains(comparison.comparison)
        else { return }
        let events = EffectiveMapping(rules: rules).events
        // With a catch-all any name may come in.
        guard events[EventRule.catchAll] == nil else { return }
        for name in comparison.constants where events[name] == nil {
            let incoming = events.filter { $0.value.contains { $0.to == name } }.map(\.key).sorted()
            guard !incoming.isEmpty || isTikTokName(name, at: eventSource) else { continue }
            let quoted = Quoting.quoted(name)
            item.diagnostics.report(
                .error, item.path,
                incoming.isEmpty
                    ? "\(quoted) is TikTok's name; filters judge the name that comes in"
                    : "\(quoted) is the TikTok event; filters judge the name that comes in",
                incoming.isEmpty ? nil : incoming.joined(separator: ", "), line: comparison.line)
        }
    }

    private func isTikTokName(_ name: String, at eventSource: EventSource) -> Bool {
        switch TikTokEventNames.standing(of: name, at: eventSource) {
        case .standard, .renamed, .retired: true
        case .reserved, .misspelt, .custom: false
        }
    }
}
