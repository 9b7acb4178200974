import OutboxConfiguration
import OutboxCore
import OutboxRouting

/// `outbox map --unmapped`: the names that came in and that no mapping knows, with the lines that adopt them.
struct UnmappedView {
    let names: [UnmappedName]
    let configuration: Configuration

    /// Prints it for people.
    func printLines(_ console: Console) {
        guard !names.isEmpty else {
            console.line("every event that came in is mapped")
            return
        }
        var table = Table(["EVENT", ">COUNT", "SOURCE", "DESTINATION", "FIRST SEEN", "LAST SEEN"])
        for name in names {
            table.append([
                name.eventName, String(name.count), name.source, name.destination,
                LocalTime.text(name.firstSeenAt), LocalTime.text(name.lastSeenAt),
            ])
        }
        for line in table.lines { console.line(line) }
        console.line()
        console.line("to adopt them, write into \(configuration.file) (and `outbox check`, `outbox reload`):")
        console.line()
        for line in snippet.split(separator: "\n", omittingEmptySubsequences: false) { console.line(String(line)) }
        console.line("those that were skipped until then: outbox replay --destination NAME --reason unmapped")
    }

    /// The lines of YAML that adopt every name.
    var snippet: String {
        var text = "destinations:\n"
        for settings in configuration.destinations {
            let own = names.filter { $0.destination == settings.name }
            guard !own.isEmpty else { continue }
            text += "  \(settings.name):\n    events:\n"
            if settings.rules.events == nil {
                text += "      # without these lines, which are the default ones, only the new ones would leave\n"
                let shipped = ShippedEvents.table(
                    eventSource: settings.rules.eventSource, names: settings.rules.names)
                for row in shipped { text += "      \(row.name): \(row.tiktokEvent)\n" }
            }
            var known: Set<String> = []
            for name in own where known.insert(name.eventName).inserted {
                text += Self.line(name.eventName, settings.rules)
            }
        }
        return text
    }

    private static func line(_ name: String, _ rules: DestinationRules) -> String {
        let shipped = ShippedEvents.table(eventSource: rules.eventSource, names: rules.names)
        if let known = shipped.first(where: { $0.name == name.lowercased() }) {
            return "      \(key(name)): \(known.tiktokEvent)\n"
        }
        let names = TikTokEventNames.standard(for: rules.eventSource)
        if let near = Suggestion.nearest(to: name, among: names) {
            let spelling =
                rules.eventSource == .app ? near : TikTokEventNames.spelling(of: near, in: rules.names)
            return "      \(key(name)): \(spelling)   # a guess by the name: check it\n"
        }
        return "      \(key(name)): \(custom(name))   # a custom event: for reports, not for optimising; "
            + "or a standard one\n"
    }

    /// A key as YAML takes it for a text.
    private static func key(_ name: String) -> String {
        let isPlain =
            name.first?.isLetter == true
            && name.utf8.allSatisfy { byte in
                let character = Character(Unicode.Scalar(byte))
                return byte < 0x80 && (character.isLetter || character.isNumber || byte == UInt8(ascii: "_"))
            }
        guard !isPlain || ["null", "true", "false", "yes", "no", "on", "off"].contains(name.lowercased()) else {
            return name
        }
        return "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// `quiz_done` as TikTok writes names: `QuizDone`.
    private static func custom(_ name: String) -> String {
        let words = name.split { !($0.isLetter || $0.isNumber) || !$0.isASCII }
        let joined = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return joined.isEmpty ? "CustomEvent" : String(joined.prefix(50))
    }

    /// Writes it as one object.
    var document: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("unmapped")
        writer.beginArray()
        for name in names {
            writer.beginObject()
            writer.member("event_name", name.eventName)
            writer.member("count", name.count)
            writer.member("source", name.source)
            writer.member("destination", name.destination)
            writer.member("first_seen_at", name.firstSeenAt)
            writer.member("last_seen_at", name.lastSeenAt)
            writer.endObject()
        }
        writer.endArray()
        writer.member("snippet", names.isEmpty ? nil : snippet)
        writer.endObject()
        return writer.bytes
    }
}
