import OutboxConfiguration
import OutboxCore

/// Sources that the configuration does not name: a service hands events over under another name (the library needs no
/// configuration), or the name left the file.
///
/// Their events wait for a configuration that does; those that a destination did not listen to are unrouted.
struct UnknownSources {
    /// The sources, in the order in which the database came to know them.
    let sources: [SourceStatus]
    private let file: String

    init(_ report: StatusReport, _ configuration: Configuration) {
        let names = Set(configuration.sources.map(\.name))
        sources = report.sources.filter { !names.contains($0.name) && $0.unrouted + $0.unfanned > 0 }
        file = configuration.file
    }

    /// A warning for each, as `check` prints them.
    var warnings: [ConfigurationProblem] {
        sentences.map { ConfigurationProblem(path: "sources", problem: $0, file: file, line: nil) }
    }

    /// A sentence for each, with what to do.
    var sentences: [String] {
        sources.map { source in
            let count = source.unrouted + source.unfanned
            var text =
                "\(Plural.text(count, "event")) of the source \"\(source.name)\" \(count == 1 ? "has" : "have") no "
                + "destination: \(file) does not name it; add it below sources:, then `outbox reload`"
            if source.unrouted == count {
                text += " and `outbox replay --to DESTINATION`"
            } else if source.unrouted > 0 {
                text += ", and for \(source.unrouted) of them `outbox replay --to DESTINATION`"
            }
            return text
        }
    }

    /// How many of their events wait for a configuration that names them.
    var waiting: Int { sources.reduce(0) { $0 + $1.unfanned } }
}
