import OutboxConfiguration
import OutboxCore
import OutboxMapping
import OutboxRouting
import Testing

@Suite("What is wrong with a mapping, a filter or a consent")
struct MappingReadingTests {
    private static let main = "destinations.main"

    @Test("Its map", arguments: mapRows)
    func maps(_ row: Row) { row.check() }

    @Test("Its filters", arguments: filterRows)
    func filters(_ row: Row) { row.check() }

    @Test("Its consent", arguments: consentRows)
    func consent(_ row: Row) { row.check() }

    @Test("What is written arrives where it belongs")
    func values() throws {
        let text = Sample.destination(
            "consent: {require: [marketing, 3], when_missing: ldu, when_denied: skip, ldu: {when: {user.country: US}}}",
            "filters: [{event_name: purchase}, {any: [{user.id: '1042'}, {user.country: FR}]}]",
            "events:",
            "  purchase:",
            "    - {to: Subscribe, when: {properties.months: {gt: 1}}, pairing: server_only}",
            "    - {to: CompletePayment, map: {event_id: properties.transaction_id}}",
            "  quiz: keep",
            "map:",
            "  properties.value: properties.total",
            "  user: {phone: null}",
            "acknowledge_nothing: 1"
        ).replacing("    acknowledge_nothing: 1\n", with: "acknowledge: [custom-event, consent-differs-from-pixel]\n")
        let report = Sample.load(text)
        #expect(report.errors.isEmpty && report.warnings.isEmpty, "\(report.errors) \(report.warnings)")
        let rules = try #require(report.configuration?.destinations.first?.rules)
        #expect(rules.consent?.require == ["marketing", "3"] && rules.consent?.whenMissing == .ldu)
        #expect(rules.consent?.limitedDataUse?.text == "user.country: US" && rules.consent?.line == 10)
        #expect(rules.filters.count == 2 && rules.filters[1].line == 11)
        let purchase = try #require(rules.events?["purchase"])
        #expect(purchase.map(\.to) == ["Subscribe", "CompletePayment"] && purchase.map(\.line) == [14, 15])
        #expect(purchase[0].pairing == .serverOnly && purchase[0].when?.line == 14)
        #expect(purchase[1].map.entries.map(\.target) == ["event_id"])
        #expect(rules.events?["quiz"]?.map(\.to) == [nil])
        #expect(rules.map.entries.map(\.target) == ["properties.value", "user.phone"])
        #expect(rules.map.entries.map(\.origin) == [.configuration(line: 18), .configuration(line: 19)])
        #expect(rules.lines["filters"] == 11 && rules.lines["mode"] == 9)
    }

    static let mapRows: [Row] = [
        Row("nothing", Sample.destination("map: {}")),
        Row("a text", Sample.destination("map: x"), .error("\(main).map", "not a mapping: \"x\"", line: 10)),
        Row(
            "a fault in the language", Sample.destination("map:", "  properties.value: properties.value | rond(2)"),
            .error("\(main).map.properties.value", "rond", line: 11, try: "round")),
        Row(
            "values that no event can have",
            Sample.destination(
                "map: {user.ttp: user.ttp, properties.shop_id: shop.id}", "events:",
                "  purchase: {to: CompletePayment, map: {properties.description: context.locale}}"),
            .error(
                "\(main).map.properties.shop_id", "no event has a member \"shop\"", line: 10,
                try: "properties.shop.id"),
            .warning("\(main).map.user.ttp", "no event has user.ttp", line: 10, try: "context.click_ids.ttp"),
            .warning(
                "\(main).events.purchase.map.properties.description", "no event has context.locale", line: 12,
                try: "context.device.locale")),
        Row(
            "fields that are not mapped", Sample.destination("map: {event: event_name, event_time: event_time}"),
            .error("\(main).map.event", "stands in `events`", line: 10),
            .error("\(main).map.event_time", "always", line: 10)),
        Row(
            "unknown fields", Sample.destination("map: {user.mail: properties.x, page.title: properties.x}"),
            .error("\(main).map.page.title", "TikTok has no field page.title", line: 10),
            .error("\(main).map.user.mail", "TikTok has no field user.mail", line: 10, try: "user.email")),
        Row(
            "fields of other event sources", Sample.destination("map: {app.app_id: properties.x}"),
            .error("\(main).map.app.app_id", "for app only, not for web", line: 10)),
        Row(
            "fields of one's own",
            Sample.destination("map: {properties.valu: properties.x, properties.quite_own_thing: user.city}"),
            .warning(
                "\(main).map.properties.quite_own_thing", "does not list properties.quite_own_thing", line: 10),
            .warning("\(main).map.properties.valu", "does not list", line: 10, try: "properties.value")),
        Row(
            "inside of what is filled as a whole", Sample.destination("map: {properties.contents.brand: properties.x}"),
            .error(
                "\(main).map.properties.contents.brand", "is inside properties.contents", line: 10,
                try: "properties.contents: {each: ..., map: {...}}")),
        Row(
            "a whole object", Sample.destination("map: {properties: properties}"),
            .error("\(main).map.properties", "filled field by field", line: 10)),
        Row(
            "an identity elsewhere", Sample.destination("map: {properties.who: user.email ?? user.id}"),
            .error("\(main).map.properties.who", "user.email holds identities", line: 10)),
        Row("an identity in its place", Sample.destination("map: {user.external_id: user.email, user.zip_code: null}")),
        Row(
            "removing nothing", Sample.destination("map: {user.mail: null, page: null}"),
            .error("\(main).map.user.mail", "TikTok has no field", line: 10, try: "user.email")),
        Row(
            "of one event",
            Sample.destination("events:", "  purchase:", "    to: CompletePayment", "    map: {user.mail: user.id}"),
            .error("\(main).events.purchase.map.user.mail", "no field user.mail", line: 13, try: "user.email")),
    ]

    static let filterRows: [Row] = [
        Row(
            "a mapping", Sample.destination("filters: {event_name: purchase}"),
            .error("\(main).filters", "not a list of conditions", line: 10)),
        Row(
            "a fault in the language", Sample.destination("filters:", "  - user.country: {startswith: F}"),
            .error("\(main).filters[0].user.country", "startswith", line: 11, try: "starts_with")),
        Row(
            "TikTok's name for what comes in",
            Sample.destination("events: {purchase: CompletePayment}", "filters:", "  - event_name: [CompletePayment]"),
            .error("\(main).filters[0]", "\"CompletePayment\" is the TikTok event", line: 12, try: "purchase")),
        Row(
            "TikTok's name, by the shipped table, negated too",
            Sample.destination("filters:", "  - not: {event_name: ViewContent}"),
            .error("\(main).filters[0]", "filters judge the name that comes in", line: 11, try: "view_item")),
        Row(
            "TikTok's name of an event that is not mapped",
            Sample.destination("events: {purchase: CompletePayment}", "filters: [{event_name: AddToCart}]"),
            .error("\(main).filters[0]", "\"AddToCart\" is TikTok's name", line: 11)),
        Row(
            "paths that no event can have: their negation would let everything out",
            Sample.destination(
                "filters:", "  - usr.country: {not_in: [US]}", "  - user.external_id: '1042'", "  - event: purchase",
                "  - not: {any: [{user.plan | upper: GOLD}, {tenant: a}]}", "  - context.locale: {starts_with: fr}",
                "  - user.country.code: FR"),
            .error(
                "\(main).filters[0].usr.country", "no event has a member \"usr\"", line: 11, try: "user.country"),
            .error("\(main).filters[1].user.external_id", "no event has user.external_id", line: 12, try: "user.id"),
            .error("\(main).filters[2].event", "no event has a member \"event\"", line: 13, try: "event_name"),
            .error(
                "\(main).filters[3].not.any[0].user.plan | upper", "no event has user.plan", line: 14,
                try: "properties.plan"),
            .error(
                "\(main).filters[3].not.any[1].tenant", "no event has a member \"tenant\"", line: 14,
                try: "properties.tenant; a text is written 'tenant'"),
            .error(
                "\(main).filters[4].context.locale", "no event has context.locale", line: 15,
                try: "context.device.locale"),
            .error("\(main).filters[5].user.country.code", "user.country has no members", line: 16, try: "user.country")
        ),
        Row(
            "paths of another dialect than the stored event's",
            Sample.destination("filters: [{params.value: {gt: 0}}, {user_data.email: ada@example.com}]")
                .replacing("shop: {}", with: "shop: {dialect: ga4}"),
            .error("\(main).filters[0].params.value", "no event has", line: 10, try: "properties.value"),
            .error("\(main).filters[1].user_data.email", "no event has", line: 10, try: "user.email")),
        Row(
            "paths that any event can have",
            Sample.destination(
                "filters:", "  - properties.anything.goes: {not_in: [1]}", "  - headers.x-test: {exists: false}",
                "  - consent.marketing: true", "  - context.app.build: {ne: 7}", "  - user.email[0]: {exists: true}",
                "  - context.page.url | url_param('a'): b")),
        Row(
            "a path that is hardly meant", Sample.destination("filters: [{context.device.useragent: {ne: x}}]"),
            .warning(
                "\(main).filters[0]", "not known to have context.device.useragent", line: 10,
                try: "context.device.user_agent")),
        Row(
            "a `when` on a path that no event can have",
            Sample.destination("events: {purchase: {to: CompletePayment, when: {usr.country: {ne: US}}}}"),
            .error(
                "\(main).events.purchase.when.usr.country", "no event has a member \"usr\"", line: 10,
                try: "user.country")),
        Row(
            "TikTok's name that comes in as such",
            Sample.destination("events: {Purchase: keep}", "filters: [{event_name: Purchase}]", "names: current")),
    ]

    static let consentRows: [Row] = [
        Row(
            "nothing required", Sample.destination("consent: {when_missing: skip}"),
            .error("\(main).consent.require", "missing", line: 10, try: "require: [marketing]")),
        Row(
            "an empty list", Sample.destination("consent: {require: []}"),
            .error("\(main).consent.require", "an empty list", line: 10, try: "[marketing]")),
        Row(
            "a text", Sample.destination("consent: {require: marketing}"),
            .error("\(main).consent.require", "not a list", line: 10)),
        Row(
            "policies", Sample.destination("consent: {require: [a], when_missing: drop, when_denied: send}"),
            .error("\(main).consent.when_denied", "not one of skip, ldu", line: 10, try: "skip"),
            .error("\(main).consent.when_missing", "not one of skip, send, ldu", line: 10, try: "skip")),
        Row(
            "limited use without a condition", Sample.destination("consent: {require: [a], ldu: {}}"),
            .error("\(main).consent.ldu.when", "missing", line: 10, try: "when: {user.country: US}")),
        Row(
            "limited use where TikTok has none",
            Sample.destination("consent: {require: [a], when_denied: ldu}")
                .replacing("event_source: web", with: "event_source: offline")
                .replacing("C4KEXAMPLE0000000000", with: "7012345678901234567"),
            .error("\(main).consent", "of web and app events only, not of offline events", line: 10, try: "skip")),
    ]
}
