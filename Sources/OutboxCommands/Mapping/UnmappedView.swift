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

    /// The lines of YAML that adopt every name; of one that cannot be adopted a comment that says why.
    var snippet: String {
        var text = "destinations:\n"
        for settings in configuration.destinations {
            var known: Set<String> = []
            let own = names.filter { $0.destination == settings.name && known.insert($0.eventName).inserted }
            guard !own.isEmpty else { continue }
            var lines = own.map { Adoption(of: $0.eventName, at: settings.rules) }
            text += "  \(settings.name):\n"
            if settings.rules.events == nil {
                text += "    events:\n"
                text += "      # without these lines, which are the default ones, only the new ones would leave\n"
                let shipped = ShippedEvents.table(
                    eventSource: settings.rules.eventSource, names: settings.rules.names)
                for row in shipped { text += "      \(row.name): \(row.tiktokEvent)\n" }
                // What was skipped before may be among them.
                lines.removeAll { line in shipped.contains { $0.name == line.name } }
            } else if lines.contains(where: \.isPossible) {
                text += "    events:\n"
            }
            for line in lines { text += "      \(line.text)\n" }
        }
        return text
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
