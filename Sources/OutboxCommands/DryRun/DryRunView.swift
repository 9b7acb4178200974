import OutboxCore

/// `outbox test`, for people and for programs.
struct DryRunView {
    let events: [DryRunEvent]
    let requests: [DryRunRequest]
    /// The kind of event source of each destination, by name.
    let eventSources: [String: EventSource]
    let console: Console

    private var fates: [DryRunFate] { events.flatMap(\.fates) }
    private var sent: Int { fates.count { $0.event != nil } }
    private var refused: Int { events.count { !$0.problems.isEmpty } }
    private var failed: Int { fates.count { $0.reason?.state == .failed } }
    private var skipped: Int { fates.count { $0.reason?.state == .skipped } + events.count { isNowhere($0) } }

    /// Whether the event goes nowhere, although intake takes it.
    private func isNowhere(_ event: DryRunEvent) -> Bool {
        event.problems.isEmpty && event.fates.isEmpty
    }

    /// Everything that is sent, skipped or refused, for people.
    func printLines() {
        for event in events { printEvent(event) }
        var line = "\(Plural.text(events.count, "event")): \(sent) would be sent, \(skipped) skipped, "
        line += "\(failed) failed, \(refused) refused; \(Plural.text(requests.count, "request"))"
        console.line(line)
        let standing = Set(fates.compactMap { fate in fate.standstill.map { "\(fate.destination): \($0)" } })
        for reason in standing.sorted() { console.line("nothing leaves at the moment for \(reason)") }
    }

    private func printEvent(_ event: DryRunEvent) {
        let name = event.eventName ?? "(refused)"
        console.line(console.styled("\(event.place)  \(name)", .bold) + "  \(event.eventID ?? "-")")
        for problem in event.problems { console.line("  " + console.styled("refused", .red) + "   \(problem)") }
        for warning in event.warnings { console.line("  " + console.styled("warning", .yellow) + "   \(warning)") }
        if let place = event.repeatedPlace {
            console.line("  skipped   a repeat of the event of \(place): it is taken once")
        } else if isNowhere(event) {
            console.line("  skipped   no destination listens to its source")
        }
        for fate in event.fates { printFate(fate) }
    }

    private func printFate(_ fate: DryRunFate) {
        guard let event = fate.event else {
            let style: Console.Style = fate.reason?.state == .failed ? .red : .yellow
            console.line("  -> \(fate.destination): " + console.styled(fate.summary, style) + "  \(fate.detail ?? "")")
            return
        }
        var line = "  -> \(fate.destination): " + console.styled(event.tiktokEvent, .green)
        if let standstill = fate.standstill { line += "  (would be; \(standstill))" }
        if let code = event.testEventCode { line += "  (test code \(code))" }
        console.line(line)
        console.line("     event_id    \(event.sentEventID ?? "-")")
        console.line("     match keys  \(matchKeys(fate, event).text)")
        for warning in event.warnings { console.line("     " + console.styled("warning", .yellow) + "     \(warning)") }
        console.line("     body        \(String(decoding: event.bytes, as: UTF8.self))")
    }

    private func matchKeys(_ fate: DryRunFate, _ event: RenderedEvent) -> MatchKeys {
        MatchKeys(event.bytes, eventSource: eventSource(of: fate))
    }

    private func eventSource(of fate: DryRunFate) -> EventSource { eventSources[fate.destination] ?? .web }

    /// The one document of `--json`; the bodies of requests stand in it byte by byte.
    var document: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("events")
        writer.beginArray()
        for event in events { write(event, to: &writer) }
        writer.endArray()
        writer.key("requests")
        writer.beginArray()
        for request in requests { write(request, to: &writer) }
        writer.endArray()
        writer.member("sent", sent)
        writer.member("skipped", skipped)
        writer.member("failed", failed)
        writer.member("refused", refused)
        writer.endObject()
        return writer.bytes
    }

    private func write(_ event: DryRunEvent, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("place", event.place)
        writer.member("event_name", event.eventName)
        writer.member("event_id", event.eventID)
        writer.member("repeat_of", event.repeatedPlace)
        writer.problems("problems", event.problems)
        writer.problems("warnings", event.warnings)
        writer.key("deliveries")
        writer.beginArray()
        for fate in event.fates { fate.write(to: &writer, eventSource: eventSource(of: fate)) }
        writer.endArray()
        writer.endObject()
    }

    private func write(_ request: DryRunRequest, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("destination", request.destination)
        writer.member("endpoint", request.endpoint)
        writer.member("test_event_code", request.testEventCode)
        writer.member("events", request.count)
        writer.key("leaves")
        writer.bool(request.leaves)
        writer.key("body")
        writer.raw(request.body)
        writer.endObject()
    }
}
