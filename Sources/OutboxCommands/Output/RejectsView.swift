import OutboxCore

/// `outbox rejects`, for people and for programs.
struct RejectsView {
    let report: RejectReport

    /// Prints it for people.
    func printLines(_ console: Console) {
        guard !report.sources.isEmpty else {
            console.line("no event was rejected")
            return
        }
        var table = Table(["SOURCE", "PROBLEM", ">COUNT", "FIRST SEEN", "LAST SEEN"])
        for problem in report.problems {
            table.append([
                problem.source, problem.kind.description, String(problem.count.count),
                LocalTime.text(problem.count.firstSeenAt), LocalTime.text(problem.count.lastSeenAt),
            ])
        }
        for (index, line) in table.lines.enumerated() {
            console.line(index == 0 ? console.styled(line, .bold) : line)
        }
        for reject in report.newest {
            console.line()
            let time = LocalTime.text(reject.event.rejectedAt)
            console.line("\(reject.source) #\(reject.number)  \(time)  \(reject.event.bytes) B")
            for problem in reject.event.problems { console.line("  \(problem)") }
            if !reject.event.excerpt.isEmpty { console.line("  \(reject.event.excerpt)") }
        }
        console.line()
        for source in report.sources {
            console.line(
                "\(source.name): \(Plural.text(source.count, "event")) rejected, ever, and "
                    + "\(Plural.text(source.differing, "repeat")) with another body than the event that is kept; "
                    + "excerpts are masked, and the last 1,000 are kept")
        }
    }

    /// The one document of `--json`.
    var document: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("sources")
        Self.write(report.sources, to: &writer)
        writer.key("problems")
        writer.beginArray()
        for problem in report.problems {
            writer.beginObject()
            writer.member("source", problem.source)
            writer.member("path", problem.kind.path)
            writer.member("problem", problem.kind.problem)
            writer.member("count", problem.count.count)
            writer.member("first_seen_at", problem.count.firstSeenAt)
            writer.member("last_seen_at", problem.count.lastSeenAt)
            writer.endObject()
        }
        writer.endArray()
        writer.key("newest")
        writer.beginArray()
        for reject in report.newest {
            writer.beginObject()
            writer.member("source", reject.source)
            writer.member("number", reject.number)
            writer.member("rejected_at", reject.event.rejectedAt)
            writer.member("bytes", reject.event.bytes)
            writer.problems("errors", reject.event.problems)
            writer.member("excerpt", reject.event.excerpt)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// The sources that had rejects, as an array.
    static func write(_ sources: [RejectReport.Source], to writer: inout JSONWriter) {
        writer.beginArray()
        for source in sources {
            writer.beginObject()
            writer.member("source", source.name)
            writer.member("rejected", source.count)
            writer.member("differing_repeats", source.differing)
            writer.member("last_rejected_at", source.lastRejectedAt?.iso8601)
            writer.endObject()
        }
        writer.endArray()
    }
}
