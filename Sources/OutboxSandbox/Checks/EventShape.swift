import OutboxCore

/// What TikTok says an event may look like (TikTok: Report Web, App, Offline or CRM Events, `data`).
enum EventShape {
    /// The first thing that is wrong with an event of this kind of source.
    static func problem(in event: JSONValue, eventSource: String) -> ShapeProblem? {
        guard event.kind == .object else { return ShapeProblem("not a valid object.") }
        for path in required(eventSource) where !isPresent(path, in: event) {
            var problem = ShapeProblem("missing, but required.")
            problem.path = path
            return problem
        }
        return shape.problem(in: event)
    }

    /// Not `page.url`: TikTok's table requires it for web events, its own example goes without, and no client reports a
    /// refusal; such events are taken and counted.
    private static func required(_ eventSource: String) -> [[String]] {
        let always = [["event"], ["event_time"]]
        return switch eventSource {
        case "app": always + [["app", "app_id"]]
        case "crm": always + [["lead", "lead_id"]]
        default: always
        }
    }

    private static func isPresent(_ path: [String], in event: JSONValue) -> Bool {
        var value = event
        for name in path {
            guard let next = value[name] else { return false }
            value = next
        }
        return true
    }

    private static let shape = Shape.object([
        "event": .string, "event_time": .seconds, "event_id": .string, "limited_data_use": .bool,
        "user": user, "properties": properties,
        "page": .object(["url": .string, "referrer": .string]),
        "app": .object(["app_id": .string, "app_name": .string, "app_version": .string]),
        "lead": .object(["lead_id": .string, "lead_event_source": .string]),
        "ad": .object([
            "callback": .string, "campaign_id": .string, "ad_id": .string, "creative_id": .string,
            "is_retargeting": .bool, "attributed": .bool, "attribution_type": .string,
            "attribution_provider": .string, "attribution_share": .number,
        ]),
    ])

    private static let user = Shape.object([
        "email": .oneOrMore(.digest), "phone": .oneOrMore(.digest), "external_id": .oneOrMore(.digest),
        "first_name": .digest, "last_name": .digest, "zip_code": .digest,
        "city": .string, "state": .string, "country": .string,
        "ttclid": .string, "ttp": .string, "ip": .string, "user_agent": .string, "locale": .string,
        "idfa": .string, "gaid": .string, "idfv": .string, "att_status": .string,
    ])

    private static let properties = Shape.object([
        "contents": .list(
            .object([
                "content_id": .string, "content_name": .string, "content_category": .string, "brand": .string,
                "price": .number, "quantity": .integer,
            ])
        ),
        "content_ids": .list(.string), "content_type": .string, "currency": .currency, "value": .number,
        "num_items": .integer, "search_string": .string, "description": .string, "order_id": .string,
        "shop_id": .string, "customer_type": .string, "delivery_category": .string, "status": .string,
    ])
}
