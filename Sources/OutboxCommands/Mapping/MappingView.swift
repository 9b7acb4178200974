import OutboxConfiguration
import OutboxCore
import OutboxMapping
import OutboxRouting

/// `outbox map` of one destination: which events leave as what, and where each field gets its value.
struct MappingView {
    let settings: DestinationSettings
    /// The configuration file, as it was named.
    let file: String
    /// The incoming event that is asked about; nil for all.
    let event: String?

    private var effective: EffectiveMapping { EffectiveMapping(rules: settings.rules) }

    /// The alternatives of each incoming name that is asked about, by name.
    private var events: [(name: String, rules: [EventRule])] {
        let all = effective.events.sorted { $0.key < $1.key }
        guard let event else { return all.map { ($0.key, $0.value) } }
        let found = effective.events[event] ?? effective.events[event.lowercased()]
        if let found { return [(event, found)] }
        return effective.events[EventRule.catchAll].map { [(event, $0)] } ?? []
    }

    /// Whether nothing of what is asked about is mapped.
    var isUnmapped: Bool { event != nil && events.isEmpty }

    /// Prints it for people.
    func printLines(_ console: Console) {
        console.line(console.styled("\(settings.name)", .bold) + "  (\(settings.rules.eventSource.rawValue))")
        if isUnmapped {
            console.line("  \(event ?? ""): unmapped, so it is stored and goes nowhere")
            console.line("  next: add it to destinations.\(settings.name).events, see outbox map --unmapped")
            return
        }
        var table = Table(["  EVENT", "TIKTOK EVENT", "CONDITION", "FROM"])
        for (name, rules) in events {
            for rule in rules {
                let condition = Self.shortened(rule.when?.text ?? "")
                table.append(["  " + name, rule.to ?? "\(name) (kept)", condition, place(of: rule)])
            }
        }
        for line in table.lines { console.line(line) }
        for (name, rules) in events where event != nil || rules.contains(where: { !$0.map.entries.isEmpty }) {
            for (index, rule) in rules.enumerated() where event != nil || !rule.map.entries.isEmpty {
                let title = rules.count > 1 ? "\(name), alternative \(index + 1)" : name
                printFields("fields of \(title)", effective.lines(event: name, alternative: index), console)
            }
        }
        if event == nil { printFields("fields of every event", effective.lines(), console) }
    }

    private func printFields(_ title: String, _ lines: [EffectiveMapping.Line], _ console: Console) {
        console.line()
        console.line("  \(title)")
        var table = Table(["  FIELD", "VALUE", "FROM"])
        for line in lines {
            var rule = Self.shortened(line.rule ?? "(removed)")
            if let otherwise = line.otherwise { rule += "; else \(otherwise)" }
            table.append(["  " + line.target, rule, place(of: line)])
        }
        for line in table.lines { console.line(line) }
    }

    /// A rule that fits into a column; `--json` has all of it.
    private static func shortened(_ rule: String) -> String {
        rule.count <= 72 ? rule : String(rule.prefix(71)) + "…"
    }

    private func place(of rule: EventRule) -> String {
        rule.line.map { "\(file):\($0)" } ?? "default"
    }

    private func place(of line: EffectiveMapping.Line) -> String {
        line.isDefault ? "default, line \(line.line)" : "override, \(file):\(line.line)"
    }

    /// Writes it as one object.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("destination", settings.name)
        writer.key("events")
        writer.beginArray()
        for (name, rules) in events {
            for (index, rule) in rules.enumerated() { write(name, index, rule, to: &writer) }
        }
        writer.endArray()
        writer.key("fields")
        write(effective.lines(), to: &writer)
        writer.endObject()
    }

    private func write(_ name: String, _ index: Int, _ rule: EventRule, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("event_name", name)
        writer.member("tiktok_event", rule.to ?? (name == EventRule.catchAll ? nil : name))
        writer.member("when", rule.when?.text)
        writer.key("default")
        writer.bool(rule.line == nil)
        writer.member("line", rule.line)
        writer.key("fields")
        if event != nil || !rule.map.entries.isEmpty {
            write(effective.lines(event: name, alternative: index), to: &writer)
        } else {
            writer.null()
        }
        writer.endObject()
    }

    private func write(_ lines: [EffectiveMapping.Line], to writer: inout JSONWriter) {
        writer.beginArray()
        for line in lines {
            writer.beginObject()
            writer.member("field", line.target)
            writer.member("value", line.rule)
            writer.key("default")
            writer.bool(line.isDefault)
            writer.member("line", line.line)
            writer.member("otherwise", line.otherwise)
            writer.endObject()
        }
        writer.endArray()
    }
}
