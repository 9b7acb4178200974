import OutboxCore

/// `outbox list`, for people and for programs.
struct ListView {
    let summaries: [DeliverySummary]
    let limit: Int
    let console: Console

    /// The list as the one document of `--json`.
    var document: [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for summary in summaries { Self.write(summary, to: &writer) }
        writer.endArray()
        return writer.bytes
    }

    /// Prints the list for people.
    func printLines() {
        guard !summaries.isEmpty else {
            console.line("nothing found")
            return
        }
        for line in Self.table(summaries).lines { console.line(line) }
        if summaries.count == limit {
            console.line("the newest \(limit) are shown: more with --limit, fewer with --state, --reason or --since")
        }
    }

    /// The summaries as a table.
    static func table(_ summaries: [DeliverySummary]) -> Table {
        var table = Table([">#", "RECEIVED", "EVENT", "EVENT ID", "DESTINATION", "STATE", "REASON", "DETAIL"])
        for summary in summaries {
            var event = summary.eventName
            if let tiktokEvent = summary.tiktokEvent { event += " > \(tiktokEvent)" }
            table.append([
                summary.number.description, LocalTime.text(summary.receivedAt), event, summary.eventID ?? "-",
                summary.destination ?? "(unrouted)", summary.state?.name ?? "-", summary.reason?.name ?? "-",
                shortened(summary.detail ?? ""),
            ])
        }
        return table
    }

    static func write(_ summary: DeliverySummary, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("number", Int(summary.number.rawValue))
        writer.member("source", summary.source)
        writer.member("event_name", summary.eventName)
        writer.member("event_id", summary.eventID)
        writer.member("received_at", summary.receivedAt)
        writer.member("destination", summary.destination)
        writer.member("state", summary.state?.name)
        writer.member("reason", summary.reason?.name)
        writer.member("detail", summary.detail)
        writer.member("class", summary.deliveryClass?.name)
        writer.member("due_at", summary.dueAt?.iso8601)
        writer.member("attempts", summary.attempts)
        writer.member("tiktok_event", summary.tiktokEvent)
        writer.endObject()
    }

    private static func shortened(_ text: String) -> String {
        text.count <= 60 ? text : String(text.prefix(59)) + "…"
    }
}
