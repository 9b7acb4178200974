import OutboxCore
import OutboxIntake
import OutboxTestSupport
import Testing

/// Every member that Segment's destinations send is in the native event of the same input, under its native name.
@Suite("Segment's own test events")
struct SegmentVectorIntakeTests {
    @Test("every line of the file is there")
    func count() {
        #expect(SegmentVector.all.map(\.line) == Array(1...15))
    }

    @Test("becomes a native event that has all that Segment sends", arguments: SegmentVector.all)
    func native(_ vector: SegmentVector) throws {
        // Segment hashes external ids in lower case (its reportWebEvent/utils), which is a setting here.
        let subject = IntakeSubject { rules in
            rules.dialect = .segment
            rules.lowercasesExternalID = true
        }
        let accepted = try subject.accepted(String(decoding: vector.input, as: UTF8.self))
        let sent = try #require(vector.body["data"]?[0])
        let event = accepted.event
        #expect(accepted.new.eventID == sent["event_id"]?.string)
        #expect(accepted.new.eventTime.seconds == sent["event_time"]?.integer)
        for (from, path) in Self.places {
            guard let expected = sent.value(at: try JSONPath(from)), !Self.isNothing(expected) else { continue }
            let found = event.value(at: try JSONPath(path))
            #expect(Self.texts(found) == Self.texts(expected), "\(from) at \(path)")
        }
        try check(items: event["properties"]?["items"], against: sent["properties"]?["contents"])
        for name in ["make", "model", "year", "vin", "trim", "postal_code", "condition_of_vehicle", "fuel_type"] {
            #expect(Self.texts(event["properties"]?[name]) == Self.texts(sent["properties"]?[name]), "\(name)")
        }
        #expect(
            Self.texts(event["properties"]?["preferred_price_range"])
                == Self.texts(sent["properties"]?["preferred_price_range"]))
    }

    @Test("the incoming name is the native one where Segment's spec has it", arguments: SegmentVector.all)
    func names(_ vector: SegmentVector) throws {
        let subject = IntakeSubject { $0.dialect = .segment }
        let accepted = try subject.accepted(String(decoding: vector.input, as: UTF8.self))
        let incoming = try JSONDocument(vector.input).root["event"]?.string
        let native = ["Checkout Started": "begin_checkout", "Form Submitted": "generate_lead"]
        #expect(accepted.new.eventName == incoming.map { native[$0] ?? $0 })
    }

    /// Where the members of TikTok's event are in the native one.
    private static let places: [(String, String)] = [
        ("user.external_id", "user.id"), ("user.email", "user.email"), ("user.phone", "user.phone"),
        ("user.ip", "context.device.ip"), ("user.user_agent", "context.device.user_agent"),
        ("user.locale", "context.device.locale"), ("user.lead_id", "context.lead.lead_id"),
        ("lead.lead_id", "context.lead.lead_id"), ("lead.lead_event_source", "context.lead.lead_event_source"),
        ("page.url", "context.page.url"), ("page.referrer", "context.page.referrer"),
        ("properties.currency", "properties.currency"), ("properties.value", "properties.value"),
        ("properties.query", "properties.search_term"), ("properties.order_id", "properties.transaction_id"),
        ("properties.shop_id", "properties.shop_id"),
    ]

    private func check(items: JSONValue?, against contents: JSONValue?) throws {
        // An input with one product beside the event has its item here, where Segment sends it by a mapping alone.
        guard let contents, contents.count > 0 else { return }
        #expect(items?.count == contents.count)
        for (item, content) in zip(items?.elements.map(\.self) ?? [], contents.elements) {
            for (from, to) in [
                ("content_id", "item_id"), ("content_name", "item_name"), ("content_category", "item_category"),
                ("brand", "item_brand"), ("price", "price"), ("quantity", "quantity"),
            ] {
                #expect(Self.texts(item[to]) == Self.texts(content[from]), "\(to)")
            }
        }
    }

    /// An empty text stands for a missing member in Segment's requests.
    private static func isNothing(_ value: JSONValue) -> Bool {
        value.isNull || value.isString("") || value.kind == .array && value.count == 0
    }

    private static func texts(_ value: JSONValue?) -> [String] {
        guard let value else { return [] }
        if value.kind == .array { return value.elements.flatMap { texts($0) } }
        return [value.string ?? String(decoding: value.raw, as: UTF8.self)]
    }
}
