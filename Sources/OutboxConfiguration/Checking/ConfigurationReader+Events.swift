import OutboxCore
import OutboxMapping
import OutboxRouting
import OutboxYAML

extension ConfigurationReader {
    /// Reads `events` of a destination; nil for the event source where that is wrong, then names are not judged.
    func readEvents(_ section: Section, into rules: inout DestinationRules, eventSource: EventSource?) {
        let example = "{purchase: CompletePayment}"
        guard let setting = section["events"], let events = Section(setting, example: example) else { return }
        if events.all.isEmpty { setting.warning("no event is listed, so nothing leaves") }
        var table: [String: [EventRule]] = [:]
        for (name, line, setting) in events.all {
            guard checkIncomingName(name, line, setting) else { continue }
            let reading = EventReading(incoming: name, eventSource: eventSource, names: rules.names, grammar: rules)
            table[name] = readAlternatives(setting, line, reading)
        }
        rules.events = table
        if let line = table[EventRule.catchAll]?.first?.line {
            diagnostics.report(
                .warning, Section.path(setting.path, EventRule.catchAll),
                "every event of the sources leaves, also those that nobody has thought of yet",
                "list the events by name before you go live", line: line, lint: .catchAll)
        }
    }

    /// What is known when one incoming event is read.
    private struct EventReading {
        let incoming: String
        let eventSource: EventSource?
        let names: EventNames
        let values: MappingGrammar
        let conditions: MappingGrammar

        init(incoming: String, eventSource: EventSource?, names: EventNames, grammar rules: DestinationRules) {
            self.incoming = incoming
            self.eventSource = eventSource
            self.names = names
            values = rules.valueGrammar
            conditions = rules.conditionGrammar
        }
    }

    private func checkIncomingName(_ name: String, _ line: Int, _ setting: Setting) -> Bool {
        guard (1...100).contains(name.count) else {
            diagnostics.report(.error, setting.path, "an event's name has 1 to 100 characters", line: line)
            return false
        }
        return true
    }

    private func readAlternatives(_ setting: Setting, _ line: Int, _ reading: EventReading) -> [EventRule]? {
        guard case .list = setting.node.content else { return readRule(setting, line, reading).map { [$0] } }
        let items = setting.list(example: "") ?? []
        if items.isEmpty { setting.error("an empty list: name a TikTok event", "CompletePayment") }
        var rules: [EventRule] = []
        for (index, item) in items.enumerated() {
            guard let rule = readRule(item, item.line, reading) else { continue }
            if rule.when == nil, index + 1 < items.count {
                item.warning(
                    "has no `when`, so the alternatives after it are never taken", "put it last",
                    lint: .unreachableAlternative)
            }
            rules.append(rule)
        }
        return rules.isEmpty ? nil : rules
    }

    private func readRule(_ setting: Setting, _ line: Int, _ reading: EventReading) -> EventRule? {
        guard case .mapping = setting.node.content else {
            if case .list = setting.node.content {
                setting.error("a list inside a list; write a TikTok event", "CompletePayment")
                return nil
            }
            return readTarget(setting, line, reading)
        }
        guard
            let section = Section(
                setting, line: line, keys: ["to", "map", "when", "pairing"], renamed: ["name": "to", "event": "to"],
                example: "{to: CompletePayment}"),
            let to = section.required("to", example: "CompletePayment"), var rule = readTarget(to, line, reading)
        else { return nil }
        if let setting = section["when"] {
            rule.when = condition(setting, reading.conditions)
        }
        if let setting = section["map"] {
            rule.map = mapping(setting, reading.values, eventSource: reading.eventSource)
        }
        if let setting = section["pairing"] {
            rule.pairing = readPairing(setting, eventSource: reading.eventSource)
        }
        return rule
    }

    private func readTarget(_ setting: Setting, _ line: Int, _ reading: EventReading) -> EventRule? {
        guard let name = setting.string(example: "CompletePayment") else { return nil }
        guard name.count <= 100, !name.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            setting.error("a TikTok event's name has at most 100 characters, in one line")
            return nil
        }
        if reading.incoming == EventRule.catchAll {
            guard name == EventRule.keep else {
                setting.error(
                    "all other events cannot become the same TikTok event; `keep` lets each have its own name",
                    EventRule.keep)
                return nil
            }
            return EventRule(to: nil, line: line)
        }
        let isKept = name == EventRule.keep
        let sent = isKept ? reading.incoming : name
        if let eventSource = reading.eventSource { check(sent, at: eventSource, reading.names, setting) }
        return EventRule(to: isKept ? nil : name, line: line)
    }

    private func check(_ name: String, at eventSource: EventSource, _ names: EventNames, _ setting: Setting) {
        let quoted = Quoting.quoted(name)
        switch TikTokEventNames.standing(of: name, at: eventSource) {
        case .standard: checkSpelling(name, at: eventSource, names, setting)
        case .renamed(let current): checkSpelling(current, written: name, at: eventSource, names, setting)
        case .retired(let instead):
            setting.warning(
                "TikTok takes \(quoted) only until \(TikTokEventNames.retirementYear)", instead, lint: .retiredEvent)
        case .reserved(let instead):
            setting.error(
                "TikTok keeps the name \(quoted) for itself and may count it as another event",
                instead.map { TikTokEventNames.spelling(of: $0, in: names) })
        case .misspelt(let standard):
            setting.error(
                "\(quoted) is TikTok's \(standard) in another spelling, which it would take for a custom event",
                standard)
        case .custom:
            let known = TikTokEventNames.standard(for: eventSource)
                .map { TikTokEventNames.spelling(of: $0, in: eventSource == .app ? .current : names) }
            let nearest = Suggestion.nearest(to: name, among: known)
            switch eventSource {
            case .offline: setting.error("an offline event must be a standard event of TikTok, not \(quoted)", nearest)
            // TikTok's documents disagree on CRM events; both kinds are taken.
            case .crm:
                if let nearest {
                    setting.warning("\(quoted) is not a standard event of TikTok", nearest, lint: .customEvent)
                }
            case .web, .app:
                setting.warning(
                    "\(quoted) is no standard event of TikTok: good for reports, campaigns cannot be optimised on it",
                    nearest, lint: .customEvent)
            }
        }
    }

    // TikTok counts both names as one event, but finds the pixel's twin by the name as it was sent.
    private func checkSpelling(
        _ current: String, written: String? = nil, at eventSource: EventSource, _ names: EventNames, _ setting: Setting
    ) {
        guard eventSource == .web else { return }
        let wanted = TikTokEventNames.spelling(of: current, in: names)
        let written = written ?? current
        guard wanted != written else { return }
        setting.warning(
            "with `names: \(names.rawValue)` this event is called \(wanted); use the name that your pixel sends, "
                + "TikTok finds the pair by it",
            wanted, lint: .otherNames)
    }
}
