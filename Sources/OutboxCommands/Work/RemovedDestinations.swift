import OutboxConfiguration
import OutboxCore

/// Destinations that left the configuration while deliveries wait there: nobody works them.
struct RemovedDestinations {
    private let waiting: [(name: String, count: Int)]

    /// Picks them out of the whole.
    init(_ report: StatusReport) {
        waiting = report.destinations
            .filter { $0.state == .removed && $0.queued + $0.retrying > 0 }
            .map { ($0.name, $0.queued + $0.retrying) }
    }

    /// What is to be said of each, for the configuration file.
    func warnings(file: String) -> [ConfigurationProblem] {
        waiting.map { name, count in
            let deliveries = count == 1 ? "1 delivery waits" : "\(count) deliveries wait"
            return ConfigurationProblem(
                path: "destinations.\(name)",
                problem: "\(name) is not in the configuration any more, and \(deliveries) there",
                suggestion: "put it back, or give them up: outbox cancel --destination \(name)", file: file, line: nil)
        }
    }

    /// Says so on stderr.
    func printNotes(file: String, _ console: Console) {
        for warning in warnings(file: file) { console.note(console.styled("warning", .yellow) + "  \(warning)") }
    }

    /// Writes them as a list of names and counts.
    func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for (name, count) in waiting {
            writer.beginObject()
            writer.member("name", name)
            writer.member("waiting", count)
            writer.endObject()
        }
        writer.endArray()
    }
}
