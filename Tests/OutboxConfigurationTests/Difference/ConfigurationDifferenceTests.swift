import OutboxConfiguration
import Testing

@Suite("What one configuration says otherwise than another")
struct ConfigurationDifferenceTests {
    private func difference(_ old: String, _ new: String) throws -> [String] {
        let before = try #require(Sample.load(old).configuration, "\(Sample.load(old).errors)")
        let after = try #require(Sample.load(new).configuration, "\(Sample.load(new).errors)")
        return ConfigurationDifference(from: before, to: after).changes.map { change in
            "\(change.path): \(change.before ?? "-") -> \(change.after ?? "-")"
                + (change.line.map { " (\($0))" } ?? "")
        }
    }

    @Test("Order, comments, quotes and defaults that are written out are no difference")
    func same() throws {
        let other = """
            # the same
            sources: {shop: {dialect: native}}
            version: 1
            destinations:
              main:
                mode: 'live'   # by now
                access_token: {env: "TIKTOK_ACCESS_TOKEN"}
                event_source_id: C4KEXAMPLE0000000000
                event_source: web
                delivery: {batch: {max: 50}}
            """
        #expect(try difference(Sample.smallest, other) == [])
    }

    @Test("Each change is named, with its line in the new file")
    func changes() throws {
        let main = "destinations.main"
        #expect(
            try difference(Sample.smallest, Sample.replacing("mode", with: "mode: dry_run"))
                == ["\(main).mode: live -> dry_run (9)"])
        #expect(
            try difference(Sample.smallest, Sample.destination("filters:", "  - user.country: FR"))
                == ["\(main).filters: - -> user.country: FR (11)"])
        #expect(
            try difference(
                Sample.destination("filters: [user.country: FR, user.country: BE]"),
                Sample.destination("filters: [user.country: BE]")) == ["\(main).filters: user.country: FR -> -"])
        #expect(
            try difference(
                Sample.destination("map: {properties.currency: properties.cur}"),
                Sample.destination("map:", "  properties.currency: \"properties.cur ?? 'EUR'\""))
                == ["\(main).map.properties.currency: properties.cur -> \"properties.cur ?? 'EUR'\" (11)"])
        #expect(
            try difference(Sample.smallest, Sample.destination("delivery: {rate: 90/m}"))
                == ["\(main).delivery.rate: 100/s -> 90/m (10)"])
        #expect(
            try difference(Sample.smallest, Sample.top("privacy: {scrub: off}")) == ["privacy.scrub: on -> off"])
    }

    @Test("A list of events that takes the place of the shipped one says what no longer leaves")
    func events() throws {
        let changes = try difference(
            Sample.smallest,
            Sample.destination("events: {purchase: {to: CompletePayment, when: {properties.value: {gt: 0}}}}"))
        #expect(
            changes[0]
                == "destinations.main.events.purchase: CompletePayment -> CompletePayment when "
                + "properties.value: {gt: 0} (10)")
        #expect(changes.contains("destinations.main.events.view_item: ViewContent -> -"))
        #expect(changes.allSatisfy { $0.hasPrefix("destinations.main.events.") })
    }

    @Test("A destination that comes or goes is all of its facts")
    func destinations() throws {
        let second = Sample.top(
            "  second:", "    event_source: offline", "    event_source_id: \"7012345678901234567\"",
            "    access_token: {env: OTHER_TOKEN}", "    mode: live")
        let added = try difference(Sample.smallest, second)
        #expect(added.contains("destinations.second.mode: - -> live (14)"))
        #expect(added.contains("destinations.second.access_token: - -> environment variable OTHER_TOKEN (13)"))
        let removed = try difference(second, Sample.smallest)
        #expect(removed.contains("destinations.second.mode: live -> -"))
        #expect(removed.count == added.count)
    }
}
