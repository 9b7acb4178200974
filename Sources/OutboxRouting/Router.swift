package import OutboxCore
import OutboxIdentity

/// Decides whether an event goes to one destination and as what, and renders the bytes of the TikTok event.
///
/// Pure: the same event, rules and time give the same decision.
package struct Router: Sendable {
    private let rules: DestinationRules
    private let renderer: EventRenderer
    /// By incoming name.
    private let routes: [String: EventRoute]

    /// Makes the router of a destination.
    package init(rules: DestinationRules) {
        self.rules = rules
        renderer = EventRenderer(rules: rules)
        let events =
            rules.events
            ?? DefaultEvents.table(eventSource: rules.eventSource, names: rules.names)
            .mapValues { DestinationRules.EventRule(tiktokEvent: $0) }
        routes = events.mapValues { EventRoute($0, eventSource: rules.eventSource) }
    }

    /// Decides on one claimed event as of the configuration in force.
    package func decide(_ delivery: ClaimedDelivery) -> Decision {
        guard let bytes = delivery.record else {
            return .invalid(detail: "the event's body is no longer kept (`keep: bodies`), so it cannot be rendered")
        }
        guard let record = try? EventRecord(bytes) else {
            return .invalid(detail: "the stored event cannot be read: see `outbox show #\(delivery.key.event)`")
        }
        return decide(record, delivery)
    }

    private func decide(_ record: EventRecord, _ delivery: ClaimedDelivery) -> Decision {
        if let said = record.event["event_source"]?.string, said != rules.eventSource.rawValue {
            return .skip(
                .filter,
                detail: "event_source: expected \(rules.eventSource.rawValue), the event says \(said)")
        }
        var warnings: [EventProblem] = []
        guard let route = route(for: delivery.eventName, warnings: &warnings) else {
            return .skip(
                .unmapped, detail: "event_name: \(delivery.eventName) is not in destinations.\(rules.name).events")
        }
        if let detail = route.refusal ?? missing(record, delivery) { return .invalid(detail: detail) }
        warnings += route.warnings
        if rules.pairing == .pixel, record.marks.contains(.generatedEventID) {
            warnings.append(
                EventProblem(
                    path: "event_id",
                    problem: "made by the outbox, so that what the pixel sends of this event counts as another one"))
        }
        let rendered = renderer.render(record, delivery, tiktokEvent: route.tiktokEvent, warnings: warnings)
        return decide(rendered)
    }

    /// What the destination's mode does with an event that could go.
    private func decide(_ rendered: RenderedEvent) -> Decision {
        switch rules.mode {
        case .live: return .send(rendered)
        case .dryRun:
            return .skip(.dryRun, detail: "mode: dry_run; would be sent as \(rendered.tiktokEvent)")
        case .test:
            guard let code = rules.testEventCode else {
                return .skip(
                    .dryRun, detail: "mode: test without test_event_code; would be sent as \(rendered.tiktokEvent)")
            }
            var rendered = rendered
            rendered.testEventCode = code
            return .send(rendered)
        }
    }

    /// Looks the incoming name up exactly, then in lower case with a warning.
    private func route(for name: String, warnings: inout [EventProblem]) -> EventRoute? {
        if let route = routes[name] { return route }
        let lowercased = name.lowercased()
        guard lowercased != name, let route = routes[lowercased] else { return nil }
        warnings.append(EventProblem(path: "event_name", problem: "\(name) was read as \(lowercased)"))
        return route
    }

    /// What TikTok requires and the event lacks (TikTok: Report Web, App, Offline or CRM Events).
    private func missing(_ record: EventRecord, _ delivery: ClaimedDelivery) -> String? {
        let context = record.event["context"]
        switch rules.eventSource {
        case .web where rules.pairing == .pixel && delivery.eventID == nil:
            return "event_id: missing, and the pixel sends this event too, so it would count twice"
        case .app where context?["app"]?["app_id"]?.nonEmptyText == nil:
            return "context.app.app_id: missing; TikTok requires it of app events"
        case .crm where context?["lead"]?["lead_id"]?.nonEmptyText == nil:
            return "context.lead.lead_id: missing; TikTok requires it of CRM events"
        case .web, .app, .offline, .crm:
            return nil
        }
    }
}
