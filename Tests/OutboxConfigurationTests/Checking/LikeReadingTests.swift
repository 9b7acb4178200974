import OutboxConfiguration
import OutboxCore
import OutboxMapping
import OutboxRouting
import Testing

@Suite("A destination that is like another one")
struct LikeReadingTests {
    private static let second = "destinations.second"

    @Test("has all of it but the events, and its own lines over it")
    func inheritance() throws {
        let text =
            Sample.destination(
                "consent: {require: [marketing]}", "filters: [{user.country: FR}]", "test_event_code: TEST1",
                "map: {properties.value: properties.total, properties.status: properties.state}",
                "events: {purchase: CompletePayment}", "delivery: {rate: 5/s}"
            ).replacing("mode: live", with: "mode: test")
                + """
                  second:
                    like: main
                    mode: live
                    events: {purchase: Subscribe}
                    map: {properties.value: properties.net}

                """
        let report = Sample.load(text)
        #expect(report.errors.isEmpty && report.warnings.isEmpty, "\(report.errors) \(report.warnings)")
        let configuration = try #require(report.configuration)
        let (main, second) = (configuration.destinations[0], configuration.destinations[1])
        #expect(second.like == "main" && second.accessToken == main.accessToken && second.delivery == main.delivery)
        #expect(second.rules.eventSourceID == main.rules.eventSourceID && second.name == "second")
        #expect(second.rules.filters.map(\.text) == main.rules.filters.map(\.text))
        #expect(second.rules.consent?.require == ["marketing"])
        #expect(second.rules.mode == .live && second.rules.testEventCode == nil && main.rules.testEventCode == "TEST1")
        #expect(second.rules.events?["purchase"]?.map(\.to) == ["Subscribe"])
        #expect(second.rules.map.entries.map { $0.rule?.text } == ["properties.net", "properties.state"])
        #expect(configuration.secrets.map(\.path) == ["destinations.main.access_token"])
    }

    @Test("What is wrong with it", arguments: rows)
    func faults(_ row: Row) { row.check() }

    static let rows: [Row] = [
        Row(
            "no such destination", Sample.top("  second: {like: man, mode: live, events: {purchase: Subscribe}}"),
            .error("\(second).like", "no destination is named \"man\"", line: 10, try: "main")),
        Row(
            "itself", Sample.top("  second: {like: second, mode: live, events: {purchase: Subscribe}}"),
            .error("\(second).like", "cannot be like itself", line: 10, try: "main")),
        Row(
            "without events of its own", Sample.top("  second: {like: main, mode: live}"),
            .error("\(second).events", "every event would go twice", line: 10, try: "events: {purchase: Subscribe}")),
        Row(
            "a token of its own",
            Sample.top("  second: {like: main, mode: live, events: {purchase: Subscribe}, access_token: {env: T}}"),
            .error("\(second).access_token", "this is what main says", line: 10, try: "remove it")),
        Row(
            "like one that is like another",
            Sample.top(
                "  second: {like: main, mode: live, events: {purchase: Subscribe}}",
                "  third: {like: second, mode: live, events: {purchase: Contact}}"),
            .error("destinations.third.like", "second is like another destination itself", line: 11, try: "main")),
        Row(
            "what is wrong there is said there alone",
            Sample.destination("names: unified")
                + "  second: {like: main, mode: live, events: {purchase: Subscribe}}\n",
            .error("destinations.main.names", "classic, current", line: 10, try: "current")),
    ]
}
