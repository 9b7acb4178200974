import OutboxCore
import OutboxIntake
import OutboxMapping
import OutboxRouting
import OutboxYAML

/// The way of one event from the bytes of its producer to those for TikTok: intake, filters, mapping, rendering.
struct RoutingBenchmark {
    let sizes: BenchmarkSizes

    /// Twenty filters that ask for other things and none of which keeps the event back.
    private static let filters = """
        - event_name: [view_item, add_to_cart, begin_checkout, purchase]
        - event_source: {ne: app}
        - properties.value: {gt: 0}
        - properties.value: {lt: 100000}
        - properties.currency: {in: [EUR, USD, GBP]}
        - properties.test: {ne: true}
        - properties.transaction_id: {exists: true}
        - properties.transaction_id: {not_contains: test}
        - user.id: {ne: "9"}
        - user.email: {ne: qa@example.com}
        - user.country: [FR, BE, LU, CH]
        - user.city: {ne: Testville}
        - not: {user.zip: "00000"}
        - context.page.url: {starts_with: "https://shop.example/"}
        - context.page.url: {not_contains: "/preview/"}
        - context.page.referrer: {ends_with: cart}
        - context.device.user_agent: {not_matches: "(bot|crawler|spider)"}
        - context.device.locale: {starts_with: fr}
        - any: [{user.country: FR}, {user.country: BE}]
        - not: {any: [{properties.internal: true}, {context.device.ip: "203.0.113.250"}]}
        """

    func run(into lines: inout GroupLines) throws {
        let intake = Intake(rules: IntakeRules(source: "shop"), source: SourceID(1), deliveryClass: .live)
        let bare = try Way(intake: intake, filters: "[]")
        let filtered = try Way(intake: intake, filters: Self.filters)
        // In turns, so that all have the same of a noisy machine.
        let rounds = 20
        let count = max(1, sizes.documents / rounds)
        var seconds = (bare: 0.0, filtered: 0.0, foundation: 0.0)
        for _ in 0..<rounds {
            seconds.bare += try Machine.seconds { try bare.go(count) }
            seconds.filtered += try Machine.seconds { try filtered.go(count) }
            seconds.foundation += try Machine.seconds { _ = try JSONBenchmark.foundationRoundTrips(count / 10) }
        }
        let events = Double(count * rounds)
        lines.append(
            BenchmarkLine(
                name: "intake + 20 filters + mapping + rendering (limit: Foundation, read + write)",
                value: events / seconds.filtered, unit: "events/s",
                limit: Double(count / 10 * rounds) / seconds.foundation, bounds: [.ofLimit(3)]))
        lines.append(
            BenchmarkLine(
                name: "the same (limit: without filters)", value: events / seconds.filtered, unit: "events/s",
                limit: events / seconds.bare, bounds: [.ofLimit(0.95)]))
    }

    /// One way with its filters.
    private struct Way {
        let intake: Intake
        let router: Router
        let now = Timestamp(iso8601: "2026-11-22T15:00:00Z") ?? Timestamp(milliseconds: 0)

        init(intake: Intake, filters: String) throws {
            self.intake = intake
            var rules = DestinationRules(name: "main", eventSource: .web, eventSourceID: "C4KEXAMPLE0000000000")
            rules.mode = .live
            var problems: [MappingProblem] = []
            if let node = try YAMLDocument.parse(filters), case .list(let items) = node.content {
                rules.filters = items.compactMap {
                    MappingCondition($0, path: "filters", grammar: rules.conditionGrammar, problems: &problems)
                }
            }
            guard problems.isEmpty else { throw BenchmarkError("\(problems)") }
            router = Router(rules: rules)
        }

        func go(_ count: Int) throws {
            let context = RoutingContext(now: now)
            var sent = 0
            for _ in 0..<count {
                let result = intake.accept(
                    JSONBenchmark.sample, receivedAt: now, arrival: .handedOver(random: { [1, 2, 3] }))
                guard case .accepted(let event, _) = result else { continue }
                let delivery = ClaimedDelivery(
                    key: DeliveryKey(event: EventNumber(1), source: SourceID(1), deliveryClass: .live),
                    eventName: event.eventName, eventID: event.eventID, eventTime: event.eventTime, receivedAt: now,
                    dueAt: now, record: event.record)
                if case .send = router.decide(delivery, context: context) { sent += 1 }
            }
            guard sent == count else { throw BenchmarkError("\(count - sent) of \(count) events did not go") }
        }
    }
}
