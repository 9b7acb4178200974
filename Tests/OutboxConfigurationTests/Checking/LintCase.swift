import OutboxConfiguration
import Testing

/// A lint with a configuration that it finds fault with, and one that it does not.
struct LintCase: Sendable, CustomTestStringConvertible {
    let lint: Lint
    let path: String
    let line: Int
    let firing: String
    let silent: String

    var testDescription: String { lint.rawValue }

    private static let main = "destinations.main"

    private static let echo =
        #"echo: {key: shop-web-2026, origins: ["https://shop.example"], url: "https://events.shop.example"}"#

    /// Another destination, from line 10 on.
    private static func second(_ line: String = "names: classic", name: String = "second") -> String {
        let isElsewhere = line.hasPrefix("event_source_id")
        return """
              \(name):
                event_source: web
                access_token: {env: TIKTOK_ACCESS_TOKEN}
                mode: live
                \(isElsewhere ? line : "event_source_id: C4KEXAMPLE0000000000")
                \(isElsewhere ? "names: classic" : line)

            """
    }

    static let all: [LintCase] = [
        LintCase(
            lint: .pageViewAsViewContent, path: "\(main).events.page_view", line: 10,
            firing: Sample.destination("events: {page_view: ViewContent}"),
            silent: Sample.destination(
                "events: {view_item: ViewContent, page_view: {to: ViewContent, when: {properties.page_type: product}}}")
        ),
        LintCase(
            lint: .overlappingEvents, path: "\(main).events.view_search_results", line: 10,
            firing: Sample.destination("events: {search: Search, view_search_results: Search}"),
            silent: Sample.destination("events: {view_search_results: Search, view_item: ViewContent}")),
        LintCase(
            lint: .scrubbedFilter, path: "\(main).filters", line: 10,
            firing: Sample.destination("filters: [{not: {properties.contact: {ends_with: '@example.com'}}}]"),
            silent: Sample.destination(
                "filters: [properties.contact: ada@example.com, context.page.url: {contains: '/@ada'}]")),
        LintCase(
            lint: .pairedWithoutEventID, path: "\(main).pairing", line: 5,
            firing: Sample.source("{event_id: generate}"),
            silent: Sample.source("{event_id: generate}") + "    map: {event_id: properties.transaction_id}\n"),
        LintCase(
            lint: .echoWithoutPixel, path: "\(main).echo", line: 10,
            firing: Sample.destination(echo, "pairing: server_only"), silent: Sample.destination(echo)),
        LintCase(
            lint: .tokenInFile, path: "", line: 10,
            firing: Sample.top("# access_token: 0f1e2d3c4b5a69788796a5b4c3d2e1f001234567"),
            silent: Sample.destination(
                "filters: [{user.id: 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0}]")),
        LintCase(
            lint: .eventSourceIDKind, path: "\(main).event_source_id", line: 7,
            firing: Sample.replacing("event_source_id", with: "event_source_id: 7012345678901234567"),
            silent: Sample.smallest),
        LintCase(
            lint: .customEvent, path: "\(main).events.quiz", line: 10,
            firing: Sample.destination("events: {quiz: QuizFinished}"),
            silent: Sample.destination("events: {quiz: Contact}")),
        LintCase(
            lint: .retiredEvent, path: "\(main).events.click", line: 10,
            firing: Sample.destination("events: {click: ClickButton}"),
            silent: Sample.destination("events: {click: Contact}")),
        LintCase(
            lint: .otherNames, path: "\(main).events.purchase", line: 10,
            firing: Sample.destination("events: {purchase: Purchase}"),
            silent: Sample.destination("names: current", "events: {purchase: Purchase}")),
        LintCase(
            lint: .unlistedField, path: "\(main).map.properties.shade", line: 10,
            firing: Sample.destination("map: {properties.shade: properties.shade}"),
            silent: Sample.destination("map: {properties.description: properties.shade}")),
        LintCase(
            lint: .unlikelyPath, path: "\(main).map.properties.description", line: 10,
            firing: Sample.destination("map: {properties.description: context.device.useragent}"),
            silent: Sample.destination("map: {properties.description: context.device.user_agent}")),
        LintCase(
            lint: .consentDiffersFromPixel, path: "\(main).consent.pixel", line: 10,
            firing: Sample.destination("consent: {require: [marketing], pixel: analytics}"),
            silent: Sample.destination("consent: {require: [marketing], pixel: marketing}")),
        LintCase(
            lint: .consentNotInDialect, path: "\(main).consent.require", line: 10,
            firing: Sample.source("{dialect: ga4}") + "    consent: {require: [marketing]}\n",
            silent: Sample.source("{dialect: ga4}") + "    consent: {require: [ad_user_data, google.ad_storage]}\n"),
        LintCase(
            lint: .unreachableAlternative, path: "\(main).events.purchase[0]", line: 10,
            firing: Sample.destination("events: {purchase: [CompletePayment, Subscribe]}"),
            silent: Sample.destination(
                "events: {purchase: [{to: Subscribe, when: {properties.months: {gt: 1}}}, CompletePayment]}")),
        LintCase(
            lint: .sentTwice, path: "destinations.second.events", line: 10,
            firing: Sample.smallest + second(),
            silent: Sample.smallest + second("events: {purchase: Subscribe}")
                + second("event_source_id: C4KEXAMPLE0000000001", name: "third")),
        LintCase(
            lint: .catchAll, path: "\(main).events[\"*\"]", line: 10,
            firing: Sample.destination("events: {'*': keep}"), silent: Sample.destination("events: {search: Search}")),
    ]
}
