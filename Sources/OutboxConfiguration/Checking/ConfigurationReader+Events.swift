import OutboxCore
import OutboxRouting
import OutboxYAML

extension ConfigurationReader {
    /// Reads `events` of a destination; nil for the event source where that is wrong, then names are not judged.
    func readEvents(_ section: Section, into rules: inout DestinationRules, eventSource: EventSource?) {
        let example = "{purchase: CompletePayment}"
        guard let setting = section["events"], let events = Section(setting, example: example) else { return }
        if events.all.isEmpty { setting.warning("no event is listed, so nothing leaves") }
        var table: [String: DestinationRules.EventRule] = [:]
        for (name, line, setting) in events.all {
            guard checkIncomingName(name, line, setting), let target = readTarget(setting, line) else { continue }
            table[name] = DestinationRules.EventRule(tiktokEvent: target.name, line: line)
            if let eventSource { check(target.name, at: eventSource, rules.names, target.setting) }
        }
        rules.events = table
    }

    private func checkIncomingName(_ name: String, _ line: Int, _ setting: Setting) -> Bool {
        if name == "*" {
            diagnostics.report(
                .error, setting.path, "a catch-all is not built yet; list the events by name", line: line)
            return false
        }
        guard (1...100).contains(name.count) else {
            diagnostics.report(.error, setting.path, "an event's name has 1 to 100 characters", line: line)
            return false
        }
        return true
    }

    private func readTarget(_ setting: Setting, _ line: Int) -> (name: String, setting: Setting)? {
        switch setting.node.content {
        case .scalar:
            return name(setting)
        case .list:
            setting.error("a list of alternatives is not built yet; write one TikTok event", "CompletePayment")
            return nil
        case .mapping:
            guard
                let rule = Section(
                    setting, line: line, keys: ["to", "map", "when", "pairing"],
                    renamed: ["name": "to", "event": "to"],
                    example: "{to: CompletePayment}")
            else { return nil }
            for key in ["map", "when"] where rule.has(key) {
                rule.error(
                    key, "not built yet, and ignoring it would send more than you asked", "remove it, or wait for it")
            }
            if rule.has("pairing") {
                rule.error("pairing", "not built yet for a single event", "write it at the destination")
            }
            return rule.required("to", example: "CompletePayment").flatMap(name(_:))
        }
    }

    private func name(_ setting: Setting) -> (name: String, setting: Setting)? {
        guard let name = setting.string(example: "CompletePayment") else { return nil }
        guard name.count <= 100, !name.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            setting.error("a TikTok event's name has at most 100 characters, in one line")
            return nil
        }
        return (name, setting)
    }

    private func check(_ name: String, at eventSource: EventSource, _ names: EventNames, _ setting: Setting) {
        let quoted = Quoting.quoted(name)
        switch TikTokEventNames.standing(of: name, at: eventSource) {
        case .standard: checkSpelling(name, at: eventSource, names, setting)
        case .renamed(let current): checkSpelling(current, written: name, at: eventSource, names, setting)
        case .retired(let instead):
            setting.warning("TikTok takes \(quoted) only until \(TikTokEventNames.retirementYear)", instead)
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
            case .crm: if let nearest { setting.warning("\(quoted) is not a standard event of TikTok", nearest) }
            case .web, .app:
                setting.warning(
                    "\(quoted) is no standard event of TikTok: good for reports, campaigns cannot be optimised on it",
                    nearest)
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
            wanted)
    }
}
