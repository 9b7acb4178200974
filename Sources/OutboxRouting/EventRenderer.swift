import OutboxCore
import OutboxIdentity

/// Renders one TikTok event from a native event by the shipped parameter table
/// (TikTok: Report Web, App, Offline or CRM Events).
struct EventRenderer: Sendable {
    private let rules: DestinationRules
    private let user: UserRenderer
    private let properties = PropertiesRenderer()

    init(rules: DestinationRules) {
        self.rules = rules
        user = UserRenderer(eventSource: rules.eventSource)
    }

    func render(
        _ record: EventRecord, _ delivery: ClaimedDelivery, tiktokEvent: String, warnings: [EventProblem]
    ) -> RenderedEvent {
        var warnings = warnings
        var writer = JSONWriter(capacity: delivery.record?.count ?? 512)
        let event = record.event
        let context = event["context"]
        writer.beginObject()
        writer.key("event")
        writer.string(tiktokEvent)
        writer.key("event_time")
        writer.integer(delivery.eventTime.seconds)
        // TikTok lists no event_id for app events, and the standing of one there is not documented.
        let sentEventID = rules.eventSource == .app ? nil : delivery.eventID
        if let sentEventID {
            writer.key("event_id")
            writer.string(sentEventID)
        }
        user.write(event, context: context, to: &writer, warnings: &warnings)
        if let values = event["properties"] {
            properties.write(values, eventSource: rules.eventSource, to: &writer, warnings: &warnings)
        }
        switch rules.eventSource {
        case .web: writePage(context?["page"], to: &writer, warnings: &warnings)
        case .app: writeTexts("app", ["app_id", "app_name", "app_version"], of: context?["app"], to: &writer)
        case .crm: writeTexts("lead", ["lead_id", "lead_event_source"], of: context?["lead"], to: &writer)
        case .offline: break
        }
        writer.endObject()
        return RenderedEvent(
            bytes: writer.bytes, tiktokEvent: tiktokEvent, sentEventID: sentEventID, warnings: warnings)
    }

    /// Writes the page; without a URL, which TikTok requires of one, there is none.
    private func writePage(_ page: JSONValue?, to writer: inout JSONWriter, warnings: inout [EventProblem]) {
        guard page?["url"]?.nonEmptyText != nil else {
            warnings.append(
                EventProblem(
                    path: "context.page.url", problem: "missing; TikTok's table requires page.url of web events"))
            return
        }
        writeTexts("page", ["url", "referrer"], of: page, to: &writer)
    }

    /// Writes an object with those of the named members that are texts, or nothing where none is.
    private func writeTexts(_ name: String, _ members: [String], of value: JSONValue?, to writer: inout JSONWriter) {
        guard let value, members.contains(where: { value[$0]?.nonEmptyText != nil }) else { return }
        writer.key(name)
        writer.beginObject()
        for member in members {
            guard let text = value[member]?.nonEmptyText else { continue }
            writer.key(member)
            writer.string(text)
        }
        writer.endObject()
    }
}
