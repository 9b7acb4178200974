import OutboxCore

/// `outbox status`, for people and for programs.
struct StatusView {
    let report: StatusReport
    /// Sources that the configuration does not name.
    let unknownSources: UnknownSources
    let console: Console

    /// The report as the one document of `--json`.
    var document: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("destinations")
        writer.beginArray()
        for destination in report.destinations { write(destination, to: &writer) }
        writer.endArray()
        writer.key("sources")
        writer.beginArray()
        for source in report.sources { write(source, to: &writer) }
        writer.endArray()
        writer.member("events", report.events)
        writer.member("unrouted", report.unrouted)
        writer.member("waiting_for_routing", report.unfanned)
        writer.key("rejects")
        RejectsView.write(report.rejects, to: &writer)
        writer.member("database_bytes", report.databaseBytes)
        writer.endObject()
        return writer.bytes
    }

    /// Prints the report for people.
    func printLines() {
        var table = Table([
            "DESTINATION", "STATE", ">QUEUED", ">RETRYING", ">SENDING", ">DELIVERED", ">VALIDATED", ">SKIPPED",
            ">DRY-RUN", ">FAILED", ">CANCELLED", ">TOTAL", "OLDEST DUE",
        ])
        for destination in report.destinations {
            let columns = Self.columns(destination)
            table.append(
                [destination.name, destination.shownState] + columns.map(String.init)
                    + [String(columns.reduce(0, +))]
                    + [destination.oldestDueSeconds.map { LocalTime.span(seconds: $0) } ?? "-"])
        }
        for (index, line) in table.lines.enumerated() {
            console.line(index == 0 ? console.styled(line, .bold) : line)
        }
        for destination in report.destinations { printRemarks(on: destination) }
        console.line()
        console.line(
            "\(Plural.text(report.events, "event")) accepted, \(report.unrouted) unrouted, "
                + "database \(Self.size(report.databaseBytes))")
        for source in report.rejects where source.count > 0 {
            let last = source.lastRejectedAt.map { ", the last one \(LocalTime.text($0))" } ?? ""
            console.line(
                "\(source.name): \(Plural.text(source.count, "event")) rejected\(last): see `outbox rejects --source "
                    + "\(source.name)`")
        }
        for source in report.rejects where source.differing > 0 {
            let repeats = Plural.text(source.differing, "repeat")
            console.line(
                "\(source.name): \(repeats) with another body than the event that is kept, and not sent: see "
                    + "`outbox rejects --source \(source.name) --problem \"another body\"`")
        }
        let unfanned = report.unfanned - unknownSources.waiting
        if unfanned > 0 {
            let waiting = unfanned == 1 ? "1 event waits" : "\(unfanned) events wait"
            console.line("\(waiting) for a worker to route them: run `outbox serve` or `drain`")
        }
        for sentence in unknownSources.sentences { console.line(console.styled(sentence, .yellow)) }
    }

    private func write(_ source: SourceStatus, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", source.name)
        writer.member("events", source.events)
        writer.member("unrouted", source.unrouted)
        writer.member("waiting_for_routing", source.unfanned)
        writer.key("is_unknown")
        writer.bool(unknownSources.sources.contains { $0.name == source.name })
        writer.endObject()
    }

    /// Every delivery of a destination is in exactly one of these; what came with warnings is delivered too.
    private static func columns(_ destination: DestinationStatus) -> [Int] {
        [
            destination.queued, destination.retrying, destination.sending,
            destination.delivered + destination.deliveredWithWarnings, destination.validated, destination.skipped,
            destination.dryRun, destination.failed, destination.cancelled,
        ]
    }

    private func write(_ destination: DestinationStatus, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", destination.name)
        writer.member("state", destination.shownState)
        writer.member("owner", destination.owner)
        writer.member("queued", destination.queued)
        writer.member("retrying", destination.retrying)
        writer.member("sending", destination.sending)
        writer.member("paused", destination.paused)
        writer.member("delivered", destination.delivered)
        writer.member("delivered_with_warnings", destination.deliveredWithWarnings)
        writer.member("validated", destination.validated)
        writer.member("skipped", destination.skipped)
        writer.member("dry_run", destination.dryRun)
        writer.member("failed", destination.failed)
        writer.member("cancelled", destination.cancelled)
        writer.member("oldest_due_seconds", destination.oldestDueSeconds.map { Int($0) })
        writer.key("last_failure")
        if let failure = destination.lastFailure { write(failure, to: &writer) } else { writer.null() }
        writer.endObject()
    }

    private func write(_ failure: FailedRequest, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("at", failure.at.iso8601)
        writer.member("http_status", failure.httpStatus)
        writer.member("code", failure.code)
        writer.member("message", failure.message)
        writer.endObject()
    }

    private func printRemarks(on destination: DestinationStatus) {
        var remarks: [String] = []
        if destination.deliveredWithWarnings > 0 {
            remarks.append("\(destination.deliveredWithWarnings) delivered with warnings")
        }
        if destination.validated > 0 { remarks.append("\(destination.validated) validated under a test code") }
        if destination.dryRun > 0 { remarks.append("\(destination.dryRun) shown, not sent (dry run)") }
        if let owner = destination.owner { remarks.append("worked by \(owner)") }
        if !remarks.isEmpty { console.line("  \(destination.name): " + remarks.joined(separator: ", ")) }
        if let pause = destination.pause {
            let since = LocalTime.text(pause.at)
            console.line(
                "  " + console.styled("\(destination.name) is paused", .yellow)
                    + " by \(pause.by) since \(since) (\(pause.cause.name)): \(pause.why)")
            console.line("    go on with `outbox resume \(destination.name)`")
        }
        let waiting = destination.queued + destination.retrying
        if destination.shownState == DestinationStatus.withoutWorker, waiting > 0 {
            console.line(
                "  \(waiting) \(waiting == 1 ? "waits" : "wait"), and no process works \(destination.name): run "
                    + "`outbox serve` or `drain`")
        }
        if let failure = destination.lastFailure {
            console.line(
                "  \(destination.name): the last request failed at \(LocalTime.text(failure.at)): \(failure.text)")
        }
        if destination.failed > 0 {
            console.line(
                "  \(destination.name): see what failed with `outbox list --state failed --destination "
                    + "\(destination.name)`")
        }
    }

    private static func size(_ bytes: Int) -> String {
        if bytes < 1_000_000 { return "\((bytes + 999) / 1000) KB" }
        if bytes < 1_000_000_000 { return "\(bytes / 1_000_000) MB" }
        let tenths = bytes / 100_000_000
        return "\(tenths / 10).\(tenths % 10) GB"
    }
}

extension DestinationStatus {
    /// The state of a destination that could run, were there a process that works it.
    fileprivate static let withoutWorker = "no_worker"

    /// The state, as people and programs read it.
    fileprivate var shownState: String {
        state == .running && owner == nil ? Self.withoutWorker : state.rawValue
    }
}

extension FailedRequest {
    /// What came back.
    fileprivate var text: String {
        let answer = code.map { "code \($0)" } ?? httpStatus.map { "HTTP \($0)" }
        return [answer, message].compactMap(\.self).joined(separator: ", ")
    }
}
