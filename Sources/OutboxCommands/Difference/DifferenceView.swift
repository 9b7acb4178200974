import OutboxConfiguration
import OutboxCore

/// `outbox diff`, for people and for programs.
struct DifferenceView {
    /// What is compared with: `1f3a9c20, running since …`.
    let heading: String
    let revision: String
    /// The file, as it was named.
    let file: String
    let difference: ConfigurationDifference
    /// What left the file with deliveries that wait.
    let removed: RemovedDestinations
    /// What would become of events otherwise; nil where no file of events was given.
    let events: [EventDifference]?

    /// Whether nothing differs.
    var isSame: Bool { difference.changes.isEmpty && (events?.isEmpty ?? true) }

    /// Prints it for people.
    func printLines(_ console: Console) {
        console.line("\(file) against \(heading)")
        var table = Table(["  CHANGE", "WHAT", "BEFORE", "NOW", "LINE"])
        for change in difference.changes {
            table.append([
                "  " + Self.kind(change), change.path, change.before ?? "", change.after ?? "",
                change.line.map { "\(file):\($0)" } ?? "",
            ])
        }
        if !table.isEmpty { for line in table.lines { console.line(line) } }
        for change in difference.changes {
            if let consequence = change.consequence { console.line("  \(change.path): \(consequence)") }
        }
        for event in events ?? [] {
            console.line("  \(event.place)  \(event.eventName ?? "-") -> \(event.destination): ")
            console.line("    before  \(event.before)")
            console.line("    now     \(event.after)")
            for field in event.fields {
                console.line("      \(field.path): \(field.before ?? "(nothing)") -> \(field.after ?? "(nothing)")")
            }
        }
        var summary = Plural.text(difference.changes.count, "difference")
        if let events { summary += ", \(Plural.text(events.count, "delivery", "deliveries")) otherwise" }
        console.line(summary)
    }

    private static func kind(_ change: ConfigurationDifference.Change) -> String {
        change.before == nil ? "added" : change.after == nil ? "removed" : "changed"
    }

    /// The one document of `--json`.
    var document: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("revision", revision)
        writer.key("differences")
        writer.beginArray()
        for change in difference.changes {
            writer.beginObject()
            writer.member("change", Self.kind(change))
            writer.member("path", change.path)
            writer.member("before", change.before)
            writer.member("after", change.after)
            writer.member("line", change.line)
            writer.member("consequence", change.consequence)
            writer.endObject()
        }
        writer.endArray()
        writer.key("removed_destinations")
        removed.write(to: &writer)
        writer.key("events")
        if let events {
            writer.beginArray()
            for event in events { write(event, to: &writer) }
            writer.endArray()
        } else {
            writer.null()
        }
        writer.endObject()
        return writer.bytes
    }

    private func write(_ event: EventDifference, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("place", event.place)
        writer.member("event_name", event.eventName)
        writer.member("destination", event.destination)
        writer.member("before", event.before)
        writer.member("after", event.after)
        writer.key("fields")
        writer.beginArray()
        for field in event.fields {
            writer.beginObject()
            writer.member("path", field.path)
            writer.member("before", field.before)
            writer.member("after", field.after)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}
