import OutboxCore
import OutboxRouting

/// `outbox dedup` of one destination, for people and for programs.
struct PairsView {
    let destination: String
    let since: Timestamp
    let counts: [PairCount]
    /// The incoming name for each TikTok event, where there is one.
    let names: PixelNames
    /// Whether pages are told to report.
    let reports: Bool

    /// Names in the line of those that only pages report.
    private static let strayNames = 10

    /// Whether a verdict calls for something to be done.
    var hasProblem: Bool { counts.contains { !isStray($0) && verdict($0).isProblem } }

    /// Prints it for people.
    func printLines(_ console: Console) {
        console.line(console.styled("\(destination), since \(LocalTime.text(since))", .bold))
        if counts.isEmpty { console.line("  nothing was sent and nothing was reported") }
        for count in counts where !isStray(count) {
            let verdict = verdict(count)
            console.line("  \(title(count))")
            console.line(
                "    server \(count.server): paired \(count.paired)   server only \(count.serverOnly)   other name "
                    + "\(count.mismatched)")
            console.line(
                "    echoes \(count.echoes): paired \(count.paired)   pixel only \(count.pixelOnly)   other name "
                    + "\(count.misnamed)")
            for line in remarks(count) { console.line("    \(line)") }
            let word = verdict.isProblem ? console.styled("problem", .yellow) : console.styled("verdict", .green)
            console.line("    \(word): \(verdict.text)")
        }
        printStrays(console)
    }

    /// Whether only pages report a name: nothing maps to it, and the server has none of its ids. The key of an echo is
    /// public, so that anybody can make up any number of them.
    private func isStray(_ count: PairCount) -> Bool {
        count.server + count.misnamed + count.waiting + count.notSent == 0
            && !names.tiktokEvents.contains(count.tiktokEvent)
    }

    private func printStrays(_ console: Console) {
        let strays = counts.filter { isStray($0) }
        guard !strays.isEmpty else { return }
        let shown = strays.prefix(Self.strayNames).map { "\($0.tiktokEvent) \($0.echoes)" }.joined(separator: ", ")
        let more = strays.count - Self.strayNames
        console.line(
            "  only pages report \(shown)\(more > 0 ? " and \(Plural.text(more, "more name"))" : ""): nothing maps to "
                + "these names, and the server has none of the ids")
    }

    private func writeStrays(to writer: inout JSONWriter) {
        let strays = counts.filter { isStray($0) }
        writer.beginObject()
        writer.member("names", strays.count)
        writer.member("echoes", strays.reduce(0) { $0 + $1.echoes })
        writer.key("most")
        writer.beginObject()
        for count in strays.prefix(Self.strayNames) { writer.member(count.tiktokEvent, count.echoes) }
        writer.endObject()
        writer.endObject()
    }

    /// Adds it to an array of destinations.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("destination", destination)
        writer.member("since", since)
        writer.key("events")
        writer.beginArray()
        for count in counts where !isStray(count) { write(count, to: &writer) }
        writer.endArray()
        writer.key("pages_only")
        writeStrays(to: &writer)
        writer.endObject()
    }

    private func verdict(_ count: PairCount) -> PairVerdict {
        PairVerdict(count, destination: destination, reports: reports)
    }

    private func incoming(_ count: PairCount) -> [String] {
        names.names.filter { $0.value == count.tiktokEvent }.map(\.key).sorted()
    }

    private func title(_ count: PairCount) -> String {
        let incoming = incoming(count)
        return incoming.isEmpty ? count.tiktokEvent : "\(incoming.joined(separator: ", ")) → \(count.tiktokEvent)"
    }

    private func remarks(_ count: PairCount) -> [String] {
        var lines: [String] = []
        if count.withoutEventID > 0 { lines.append("without event_id \(count.withoutEventID)") }
        for (name, number) in count.mismatches.sorted(by: { $0.key < $1.key }) {
            lines.append("the pixel says \(name) for \(number)")
        }
        for (name, number) in count.extraNames.sorted(by: { $0.key < $1.key }) {
            lines.append("the pixel says \(name) too for \(number)")
        }
        for (name, number) in count.serverNames.sorted(by: { $0.key < $1.key }) {
            lines.append("the server says \(name) for \(number)")
        }
        if count.pixelOnly > 0, count.waiting + count.notSent > 0 {
            lines.append(
                "of the pixel's alone \(count.waiting) wait at the server, \(count.notSent) were skipped, failed or "
                    + "cancelled")
        }
        let lag = count.lag
        if let half = lag.quantile(0.5), let most = lag.quantile(0.95), let all = lag.quantile(1) {
            lines.append(
                "apart   p50 \(Self.span(half))   p95 \(Self.span(most))   longest \(Self.span(all))   within 5 min "
                    + "\(lag.merged)   within 48 h \(lag.dropped)   beyond \(lag.countedTwice)   server first "
                    + "\(lag.serverFirst)")
        }
        return lines
    }

    private static func span(_ duration: Duration) -> String {
        let seconds = Double(duration.wholeMilliseconds) / 1000
        return seconds < 10 ? "\(Int(seconds * 10) / 10).\(Int(seconds * 10) % 10) s" : LocalTime.span(seconds: seconds)
    }

    private func write(_ count: PairCount, to writer: inout JSONWriter) {
        let verdict = verdict(count)
        writer.beginObject()
        writer.member("tiktok_event", count.tiktokEvent)
        writer.strings("event_names", incoming(count))
        writer.member("server", count.server)
        writer.member("without_event_id", count.withoutEventID)
        writer.member("echoes", count.echoes)
        writer.member("paired", count.paired)
        writer.member("server_only", count.serverOnly)
        writer.member("pixel_only", count.pixelOnly)
        writer.member("pixel_only_waiting", count.waiting)
        writer.member("pixel_only_not_sent", count.notSent)
        writer.member("undecided", count.undecided)
        writer.member("server_other_name", count.mismatched)
        writer.member("pixel_other_name", count.misnamed)
        for (key, names) in [
            ("name_mismatches", count.mismatches), ("extra_names", count.extraNames),
            ("server_names", count.serverNames),
        ] {
            writer.key(key)
            writer.beginObject()
            for (name, number) in names.sorted(by: { $0.key < $1.key }) { writer.member(name, number) }
            writer.endObject()
        }
        writer.key("lag")
        writer.beginObject()
        writer.member("p50_ms", count.lag.quantile(0.5).map { Int($0.wholeMilliseconds) })
        writer.member("p95_ms", count.lag.quantile(0.95).map { Int($0.wholeMilliseconds) })
        writer.member("max_ms", count.lag.quantile(1).map { Int($0.wholeMilliseconds) })
        writer.member("within_5_minutes", count.lag.merged)
        writer.member("within_48_hours", count.lag.dropped)
        writer.member("beyond_48_hours", count.lag.countedTwice)
        writer.member("server_first", count.lag.serverFirst)
        writer.endObject()
        writer.key("problem")
        writer.bool(verdict.isProblem)
        writer.member("verdict", verdict.text)
        writer.endObject()
    }
}
