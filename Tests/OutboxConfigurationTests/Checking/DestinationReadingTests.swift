import OutboxConfiguration
import OutboxTestSupport
import Testing

@Suite("What is wrong with a destination")
struct DestinationReadingTests {
    private static let main = "destinations.main"

    @Test("Its own keys", arguments: keysRows)
    func keys(_ row: Row) { row.check() }

    @Test("Mode and test event code", arguments: modesRows)
    func modes(_ row: Row) { row.check() }

    @Test("Its secrets: what stands there is never repeated", arguments: secretsRows)
    func secrets(_ row: Row) {
        row.check()
        let report = Sample.load(row.text)
        for problem in report.errors + report.warnings {
            #expect(!problem.description.lowercased().contains("c0ffee"), "\(problem)")
        }
    }

    @Test("Its events", arguments: eventsRows)
    func events(_ row: Row) { row.check() }

    @Test("The file of own certificate authorities must be there and hold one")
    func customCAFile() throws {
        let folder = try TemporaryFolder()
        try folder.write("-----BEGIN CERTIFICATE-----\n", to: "ca.pem")
        try folder.write("hello", to: "other.pem")
        func load(_ name: String) throws -> ConfigurationReport {
            Configuration.load(path: try folder.write(Sample.destination("ca_file: \(name)"), to: "outbox.yml"))
        }
        #expect(try load("ca.pem").configuration?.destinations.first?.customCAFile == folder.file("ca.pem"))
        #expect(try load("none.pem").errors.first?.problem.contains("cannot be read: no such file") == true)
        #expect(try load("other.pem").errors.first?.problem.contains("no certificate in PEM form") == true)
        #expect(try load("none.pem").errors.first?.line == 10)
    }

    static let keysRows: [Row] = [
        Row(
            "everything missing", Sample.top("  second: {}"),
            .error(
                "destinations.second.access_token", "missing", line: 10, try: "access_token: {env: TIKTOK_ACCESS_TOKEN}"
            ),
            .error("destinations.second.event_source", "missing", line: 10, try: "event_source: web"),
            .error(
                "destinations.second.event_source_id", "missing", line: 10, try: "event_source_id: C4KEXAMPLE0000000000"
            ),
            .warning("destinations.second.mode", "only dry-runs", line: 10, try: testCodeAdvice)),
        Row(
            "nothing at all", Sample.top("  second:"),
            .error("destinations.second", "nothing is written here", line: 10, try: "write a value or remove the key")),
        Row(
            "another product's words", Sample.destination("pixel_code: C4K", "url: x"),
            .error("\(main).pixel_code", "unknown key", line: 10, try: "event_source_id"),
            .error("\(main).url", "unknown key", line: 11, try: "endpoint")),
        Row(
            "event_source", Sample.replacing("event_source", with: "event_source: website"),
            .error("\(main).event_source", "not one of web, app, offline, crm", line: 6, try: "web")),
        Row(
            "id empty", Sample.replacing("event_source_id", with: "event_source_id: ''"),
            .error("\(main).event_source_id", "empty", line: 7)),
        Row(
            "id a placeholder", Sample.replacing("event_source_id", with: "event_source_id: <pixel code>"),
            .error("\(main).event_source_id", "a placeholder: \"<pixel code>\"", line: 7, try: idAdvice)),
        Row(
            "id a placeholder in capitals",
            Sample.replacing("event_source_id", with: "event_source_id: YOUR_PIXEL_CODE"),
            .error("\(main).event_source_id", "a placeholder", line: 7, try: idAdvice)),
        Row(
            "a pixel code that says YOUR by chance",
            Sample.replacing("event_source_id", with: "event_source_id: CYOURC77UB1AB2CDEF")),
        Row(
            "id with spaces", Sample.replacing("event_source_id", with: "event_source_id: C4K EX"),
            .error("\(main).event_source_id", "without spaces", line: 7, try: idAdvice)),
        Row(
            "id of an app", Sample.replacing("event_source_id", with: "event_source_id: 7012345678901234567"),
            .warning("\(main).event_source_id", "looks like an app id", line: 7)),
        Row(
            "id of a pixel", Sample.replacing("event_source", with: "event_source: offline"),
            .warning("\(main).event_source_id", "looks like a pixel code", line: 7)),
        Row(
            "endpoint http", Sample.destination("endpoint: http://example.org/track/"),
            .error("\(main).endpoint", "http:// would show the token", line: 10, try: "https://example.org/track/")),
        Row(
            "endpoint elsewhere at TikTok",
            Sample.destination("endpoint: https://business-api.tiktok.com/open_api/v1.3/event/track"),
            .warning("\(main).endpoint", "mind the slash", line: 10, try: DestinationSettings.defaultEndpoint)),
        Row(
            "names", Sample.destination("names: unified"),
            .error("\(main).names", "classic, current", line: 10, try: "current")),
        Row(
            "pairing", Sample.destination("pairing: pixel+server"),
            .error("\(main).pairing", "pixel, server_only", line: 10, try: "pixel")),
        Row(
            "pairing without pixel",
            Sample.destination("pairing: pixel").replacing("event_source: web", with: "event_source: crm")
                .replacing("C4KEXAMPLE0000000000", with: "123"),
            .warning("\(main).pairing", "only `event_source: web` has a pixel", line: 10, try: "server_only")),
        Row(
            "sources unknown", Sample.destination("sources: [shop, till, shp]"),
            .error("\(main).sources[1]", "no source is named \"till\"", line: 10),
            .error("\(main).sources[2]", "no source is named \"shp\"", line: 10, try: "shop")),
        Row(
            "sources empty", Sample.destination("sources: []"),
            .error("\(main).sources", "an empty list", line: 10, try: "[shop]")),
        Row(
            "sources a text", Sample.destination("sources: shop"),
            .error("\(main).sources", "not a list: \"shop\"; write it like [shop]", line: 10)),
        Row(
            "sources twice", Sample.destination("sources:", "  - shop", "  - shop"),
            .warning("\(main).sources[1]", "named twice", line: 12)),
        Row(
            "filters, consent and a map",
            Sample.destination("filters: [{event_name: [purchase]}]", "consent: {require: [marketing]}", "map: {}")),
    ]

    private static let idAdvice = "the pixel code or id from TikTok's Events Manager"
    private static let testCodeAdvice = "test_event_code: the code from Events Manager, Test Events"

    static let modesRows: [Row] = [
        Row(
            "left out", Sample.replacing("mode", with: "names: classic"),
            .warning("\(main).mode", "without `test_event_code` only dry-runs", line: 5, try: testCodeAdvice)),
        Row(
            "test", Sample.replacing("mode", with: "mode: test"),
            .warning("\(main).mode", "without `test_event_code` only dry-runs", line: 9, try: testCodeAdvice)),
        Row("test with a code", Sample.replacing("mode", with: "mode: test") + "\n    test_event_code: TEST12345"),
        Row("a code alone", Sample.replacing("mode", with: "test_event_code: TEST12345")),
        Row(
            "live with a code", Sample.destination("test_event_code: TEST12345"),
            .error(
                "\(main).test_event_code", "with `mode: live` nothing would count", line: 10,
                try: "remove it, or set mode: test")),
        Row(
            "dry run with a code", Sample.replacing("mode", with: "mode: dry_run") + "\n    test_event_code: TEST12345",
            .warning("\(main).test_event_code", "the code has no effect", line: 10)),
        Row(
            "paused", Sample.replacing("mode", with: "mode: paused"),
            .error("\(main).mode", "not one of test, live, dry_run", line: 9, try: "outbox pause")),
        Row(
            "misspelt", Sample.replacing("mode", with: "mode: Live"),
            .error("\(main).mode", "\"Live\" is not one of", line: 9, try: "live")),
        Row(
            "code empty", Sample.replacing("mode", with: "test_event_code:"),
            .error(
                "\(main).test_event_code", "nothing is written here", line: 9, try: "write a value or remove the key")),
    ]

    static let secretsRows: [Row] = [
        Row(
            "in the file", Sample.replacing("access_token", with: "access_token: c0ffee123"),
            .error("\(main).access_token", "the value is not shown", line: 8, try: "{env: TIKTOK_ACCESS_TOKEN}")),
        Row(
            "interpolated", Sample.replacing("access_token", with: "access_token: ${MY_TOKEN}"),
            .error("\(main).access_token", "must not stand in this file", line: 8, try: "{env: MY_TOKEN}"),
            .warning("\(main).access_token", "`${...}` is not replaced", line: 8)),
        Row(
            "in braces", Sample.replacing("access_token", with: "access_token: {c0ffee123}"),
            .error("\(main).access_token", "named by `env` or by `file`", line: 8)),
        Row(
            "as a key with a value", Sample.replacing("access_token", with: "access_token: {value: c0ffee123}"),
            .error("\(main).access_token", "named by `env` or by `file`", line: 8)),
        Row(
            "three in rotation",
            Sample.replacing("access_token", with: "access_tokens: [{env: A}, {env: B}, {env: C}]"),
            .error(
                "\(main).access_tokens", "at most one that it takes the place of", line: 8,
                try: "[{env: NEW}, {env: OLD}]")),
        Row(
            "in rotation, in the file", Sample.replacing("access_token", with: "access_tokens: [{env: A}, c0ffee123]"),
            .error(
                "\(main).access_tokens[1]", "the value is not shown", line: 8, try: "{env: TIKTOK_ACCESS_TOKEN}")),
        Row(
            "the same twice", Sample.replacing("access_token", with: "access_tokens: [{env: A}, {env: A}]"),
            .warning("\(main).access_tokens[1]", "the same token as above", line: 8)),
        Row(
            "as a list", Sample.replacing("access_token", with: "access_token: [c0ffee123]"),
            .error(
                "\(main).access_token", "a list where one secret is named", line: 8,
                try: "access_tokens: [{env: NEW_TOKEN}, {env: OLD_TOKEN}]")),
        Row(
            "both", Sample.replacing("access_token", with: "access_token: {env: A, file: c0ffee}"),
            .error("\(main).access_token", "by one of them alone", line: 8)),
        Row(
            "as the variable's name",
            Sample.replacing("access_token", with: "access_token: {env: c0ffee5678c0ffee5678c0ffee5678c0ffee5678}"),
            .error("\(main).access_token.env", "looks like the secret itself", line: 8)),
        Row(
            "as the file's name",
            Sample.replacing("access_token", with: "access_token: {file: c0ffee5678c0ffee5678c0ffee5678c0ffee5678}"),
            .error("\(main).access_token.file", "looks like the secret itself", line: 8)),
        Row(
            "not a variable", Sample.replacing("access_token", with: "access_token: {env: c0ffee-123}"),
            .error("\(main).access_token.env", "not the name of an environment variable", line: 8)),
        Row(
            "with a dollar", Sample.replacing("access_token", with: "access_token: {env: $TOKEN}"),
            .error("\(main).access_token.env", "not the name of an environment variable", line: 8, try: "TOKEN")),
        Row(
            "nothing", Sample.replacing("access_token", with: "access_token: {env: }"),
            .error("\(main).access_token.env", "nothing instead of a name", line: 8)),
        Row(
            "under a wrong key", Sample.destination("acces_token: c0ffee123"),
            .error("\(main).acces_token", "unknown key", line: 10, try: "access_token")),
        Row(
            "in another place", Sample.destination("names: c0ffee5678c0ffee5678c0ffee5678c0ffee5678"),
            .error("\(main).names", "a text of 40 characters (not shown)", line: 10)),
        Row(
            "in the endpoint", Sample.destination("endpoint: https://a.example/?access_token=c0ffee"),
            .error("\(main).endpoint", "not shown", line: 10, try: DestinationSettings.defaultEndpoint)),
        Row(
            "as a key of the file", Sample.top("c0ffee5678c0ffee5678c0ffee5678c0ffee5678: 1"),
            .error("[a text of 40 characters (not shown)]", "unknown key", line: 10)),
    ]

    static let eventsRows: [Row] = [
        Row(
            "good ones",
            Sample.destination("events: {purchase: CompletePayment, lead: {to: SubmitForm}, view_item: ViewContent}")),
        Row("none", Sample.destination("events: {}"), .warning("\(main).events", "nothing leaves", line: 10)),
        Row(
            "nothing written", Sample.destination("events:"),
            .error(
                "\(main).events", "nothing is written here; a mapping is needed", line: 10,
                try: "write a value or remove the key")),
        Row(
            "a list", Sample.destination("events: [purchase]"),
            .error("\(main).events", "not a mapping: a list; write it like {purchase: CompletePayment}", line: 10)),
        Row(
            "an event without target", Sample.destination("events:", "  purchase:"),
            .error(
                "\(main).events.purchase", "nothing is written here", line: 11,
                try: "write a value or remove the key")),
        Row(
            "all their forms",
            Sample.destination(
                "events:", "  purchase: {to: CompletePayment, map: {event_id: properties.order}, pairing: server_only}",
                "  lead: [{to: SubmitForm, when: {properties.kind: quote}}, Contact]", "  '*': keep", "  Search: keep"),
            .warning(
                "\(main).events[\"*\"]", "every event of the sources leaves", line: 13,
                try: "list the events by name before you go live")),
        Row(
            "a catch-all with a name", Sample.destination("events: {'*': ViewContent}"),
            .error("\(main).events[\"*\"]", "cannot become the same TikTok event", line: 10, try: "keep")),
        Row(
            "alternatives that are never taken",
            Sample.destination("events:", "  purchase:", "    - CompletePayment", "    - Subscribe"),
            .warning("\(main).events.purchase[0]", "are never taken", line: 12, try: "put it last")),
        Row(
            "no alternative", Sample.destination("events: {purchase: [], lead: [[SubmitForm]]}"),
            .error("\(main).events.lead[0]", "a list inside a list", line: 10, try: "CompletePayment"),
            .error("\(main).events.purchase", "an empty list", line: 10, try: "CompletePayment")),
        Row(
            "pairing of one event", Sample.destination("events: {refund: {to: Refunded, pairing: never}}"),
            .error("\(main).events.refund.pairing", "not one of pixel, server_only", line: 10),
            .warning("\(main).events.refund.to", "no standard event", line: 10)),
        Row(
            "a rule without target", Sample.destination("events: {purchase: {}}"),
            .error("\(main).events.purchase.to", "missing", line: 10, try: "to: CompletePayment")),
        Row(
            "a rule whose target is misspelled, which is said once",
            Sample.destination("events: {purchase: {too: X}}"),
            .error("\(main).events.purchase.too", "unknown key", line: 10, try: "to")),
        Row(
            "in another spelling", Sample.destination("events: {purchase: completepayment, lead: submit_form}"),
            .error("\(main).events.lead", "TikTok's SubmitForm in another spelling", line: 10, try: "SubmitForm"),
            .error(
                "\(main).events.purchase", "TikTok's CompletePayment in another spelling", line: 10,
                try: "CompletePayment")),
        Row(
            "a custom event", Sample.destination("events: {quiz: QuizFinished, cart: AdToCart}"),
            .warning("\(main).events.cart", "cannot be optimised", line: 10, try: "AddToCart"),
            .warning("\(main).events.quiz", "cannot be optimised", line: 10)),
        Row(
            "reserved", Sample.destination("events: {consult: Consult, form: ViewForm}"),
            .error("\(main).events.consult", "keeps the name \"Consult\" for itself", line: 10, try: "Contact"),
            .error("\(main).events.form", "keeps the name \"ViewForm\"", line: 10)),
        Row(
            "retired", Sample.destination("events: {click: ClickButton, order: PlaceAnOrder}"),
            .warning("\(main).events.click", "only until 2027", line: 10),
            .warning("\(main).events.order", "only until 2027", line: 10, try: "Purchase")),
        Row(
            "the other set of names", Sample.destination("events: {purchase: Purchase}"),
            .warning(
                "\(main).events.purchase", "with `names: classic` this event is called CompletePayment", line: 10,
                try: "CompletePayment")),
        Row(
            "the other set, current", Sample.destination("names: current", "events: {purchase: CompletePayment}"),
            .warning("\(main).events.purchase", "called Purchase", line: 11, try: "Purchase")),
        Row(
            "custom, offline", offline("{quiz: QuizFinished, buy: CompletePayment, cart: AddToCrt}"),
            .error("\(main).events.cart", "an offline event must be a standard event", line: 10, try: "AddToCart"),
            .error("\(main).events.quiz", "an offline event must be a standard event", line: 10)),
        Row("custom, CRM", offline("{qualified: LeadQualified}").replacing("offline", with: "crm")),
        Row(
            "app", offline("{open: LaunchApp, buy: Purchase, pay: CompletePayment}").replacing("offline", with: "app"),
            .error("\(main).events.open", "TikTok's LaunchAPP", line: 10, try: "LaunchAPP"),
            .warning("\(main).events.pay", "no standard event", line: 10)),
    ]

    private static func offline(_ events: String) -> String {
        Sample.destination("events: \(events)").replacing("event_source: web", with: "event_source: offline")
            .replacing("C4KEXAMPLE0000000000", with: "7012345678901234567")
    }
}
