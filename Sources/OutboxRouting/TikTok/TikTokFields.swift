package import OutboxCore
import OutboxIdentity

/// The fields of a TikTok event, as data.
///
/// TikTok: Report Web, App, Offline, or CRM Events; "About parameters" (April 2025) for delivery category and status;
/// its integration into Segment for travel, vehicles, names and addresses.
package enum TikTokFields {
    /// All fields that TikTok lists for any event source.
    package static let all: [TikTokField] = top + user + properties + travel + vehicle + page + app + ad + lead

    /// The members of one item of `properties.contents`.
    package static let content: [TikTokField] = [
        TikTokField("content_id", .text, everywhere), TikTokField("content_name", .text, everywhere),
        TikTokField("content_category", .text, everywhere), TikTokField("brand", .text, everywhere),
        TikTokField("content_type", .text, everywhere), TikTokField("price", .number, everywhere),
        TikTokField("quantity", .integer, everywhere),
    ]

    /// What a mapping may not name, and why.
    package static let notMapped: [String: String] = [
        "event": "the TikTok event's name stands in `events`",
        "event_time": "it is the event's own time, always",
        "event_source": "it stands at the destination",
        "event_source_id": "it stands at the destination",
        "test_event_code": "it stands at the destination, or in a test session",
        "partner_name": "TikTok gives such names to partners",
    ]

    /// The field at a path for an event source.
    ///
    /// Below `properties` every path is one; elsewhere nil for what TikTok does not list.
    package static func field(at path: String, for eventSource: EventSource) -> TikTokField? {
        if isListed(path, for: eventSource) { return byPath[path] }
        guard path.hasPrefix("properties."), path.utf8.count > "properties.".utf8.count else { return nil }
        return TikTokField(path, byPath[path]?.kind ?? .unlisted, everywhere)
    }

    /// Whether TikTok lists a field for an event source.
    package static func isListed(_ path: String, for eventSource: EventSource) -> Bool {
        byPath[path]?.eventSources.contains(eventSource) == true
    }

    /// The field at a path, for whatever event source; nil for what TikTok lists for none.
    package static func listed(at path: String) -> TikTokField? { byPath[path] }

    /// Whether a path is an object that fields are members of, such as `user`.
    package static func isGroup(_ path: String) -> Bool { all.contains { $0.path.hasPrefix(path + ".") } }

    private static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })

    private static let everywhere: Set<EventSource> = Set(EventSource.allCases)
    private static let online: Set<EventSource> = [.web, .app]
    private static let web: Set<EventSource> = [.web]
    private static let appAlone: Set<EventSource> = [.app]

    private static let top: [TikTokField] = [
        // Not listed for app events; whether it has a standing there is not documented.
        TikTokField("event_id", .text, [.web, .offline, .crm]),
        TikTokField("limited_data_use", .bool, online),
    ]

    private static let user: [TikTokField] = [
        TikTokField("user.email", .identity(.email, isList: true), everywhere),
        TikTokField("user.phone", .identity(.phone, isList: true), everywhere),
        TikTokField("user.external_id", .identity(.externalID, isList: true), [.web, .crm]),
        TikTokField("user.first_name", .identity(.firstName, isList: false), web),
        TikTokField("user.last_name", .identity(.lastName, isList: false), web),
        TikTokField("user.zip_code", .identity(.zip, isList: false), web),
        TikTokField("user.ip", .address, online),
        TikTokField("user.user_agent", .text, online),
        TikTokField("user.locale", .text, online),
        TikTokField("user.idfa", .idfa, appAlone),
        TikTokField("user.gaid", .gaid, appAlone),
        TikTokField("user.idfv", .text, appAlone),
        TikTokField("user.att_status", .trackingStatus, appAlone),
        TikTokField("user.ttclid", .text, web),
        TikTokField("user.ttp", .text, web),
        TikTokField("user.city", .place, web),
        TikTokField("user.state", .place, web),
        TikTokField("user.country", .country, web),
    ]

    private static let properties: [TikTokField] =
        [
            TikTokField("properties.value", .amount, everywhere),
            TikTokField("properties.currency", .currency, everywhere),
            TikTokField("properties.content_ids", .texts, everywhere),
            TikTokField("properties.contents", .contents, everywhere),
            TikTokField("properties.num_items", .integer, everywhere),
            TikTokField("properties.customer_type", .text, online),
            TikTokField("properties.predicted_ltv", .number, everywhere),
        ] + texts("content_type search_string description order_id shop_id status delivery_category", everywhere)

    private static let travel: [TikTokField] =
        texts(
            """
            city region country checkin_date checkout_date departing_departure_date departing_arrival_date \
            returning_departure_date returning_arrival_date origin_airport destination_airport travel_class \
            travel_start travel_end
            """, web)
        + ["suggested_hotels", "destination_ids", "suggested_destinations"]
        .map { TikTokField("properties.\($0)", .texts, web) }
        + ["num_adults", "num_children", "num_infants", "user_score"]
        .map { TikTokField("properties.\($0)", .number, web) }
        + [TikTokField("properties.preferred_num_stops", .integer, web)]

    private static let vehicle: [TikTokField] =
        texts(
            """
            postal_code make model state_of_vehicle exterior_color interior_color transmission body_style fuel_type \
            drivetrain trim vin condition_of_vehicle viewcontent_type search_type registration_type
            """, web)
        + [
            TikTokField("properties.year", .number, web),
            // A distance without its unit, or the reverse, says nothing.
            TikTokField("properties.mileage.value", .number, web, isNeededByItsObject: true),
            TikTokField("properties.mileage.unit", .text, web, isNeededByItsObject: true),
            TikTokField("properties.preferred_price_range", .range, web),
        ]

    private static let page: [TikTokField] = [
        // Required by TikTok's table; its own example and the clients go without, and are taken.
        TikTokField(
            "page.url", .text, web, isNeededByItsObject: true,
            missingNote: "missing; TikTok's table requires page.url of web events"),
        TikTokField("page.referrer", .text, web),
    ]

    private static let app: [TikTokField] = [
        TikTokField("app.app_id", .text, appAlone, isRequired: true),
        TikTokField("app.app_name", .text, appAlone), TikTokField("app.app_version", .text, appAlone),
    ]

    // TikTok calls the ad group's id `ad_id`, and the ad's `creative_id`.
    private static let ad: [TikTokField] =
        ["callback", "campaign_id", "ad_id", "creative_id", "attribution_type", "attribution_provider"]
        .map { TikTokField("ad.\($0)", .text, appAlone) }
        + ["is_retargeting", "attributed"].map { TikTokField("ad.\($0)", .bool, appAlone) }
        + [TikTokField("ad.attribution_share", .number, online)]

    private static let lead: [TikTokField] = [
        TikTokField("lead.lead_id", .text, [.crm], isRequired: true),
        TikTokField("lead.lead_event_source", .text, [.crm]),
    ]

    private static func texts(_ names: String, _ eventSources: Set<EventSource>) -> [TikTokField] {
        names.split(separator: " ").map { TikTokField("properties.\($0)", .text, eventSources) }
    }
}
