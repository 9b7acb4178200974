import OutboxCore
import OutboxIntake
import OutboxRouting
import OutboxTestSupport
import Testing

/// What must hold for every stored event, tried with seeded random ones; `ROUTING_SEED=…` runs a failure again.
@Suite("Router, whatever the event")
struct RouterPropertyTests {
    private static let names = ["purchase", "Purchase", "view_item", "place_order", "first_open", "add_to_cart"]

    private static func subject(using random: inout SeededRandom) -> RoutingSubject {
        let source = EventSource.allCases[Int(random.next() % 4)]
        return RoutingSubject(source) { rules in
            rules.names = random.oneIn(2) ? .current : .classic
            if random.oneIn(4) { (rules.mode, rules.testEventCode) = (.test, "TEST1") }
        }
    }

    @Test("an event that went through intake becomes one valid object without a clear identity, always the same")
    func afterIntake() throws {
        var random = SeededRandom(printingSeedAs: "ROUTING_SEED")
        var sent = 0
        for _ in 0..<1000 {
            let event = RandomEvent(beforeSeconds: RoutingSubject.time.seconds, using: &random)
            var rules = IntakeRules(source: "shop")
            rules.storesClearIdentities = random.oneIn(4)
            let result = Intake(rules: rules, source: SourceID(1), deliveryClass: .live)
                .accept(Array(event.text.utf8), receivedAt: RoutingSubject.time, arrival: .handedOver(random: [1]))
            guard case .accepted(let new, _) = result else { continue }
            let subject = Self.subject(using: &random)
            let name = random.oneIn(4) ? new.eventName : Self.names[Int(random.next() % 6)]
            let decision = subject.decide(record: new.record, name, new.eventID)
            #expect(decision == subject.decide(record: new.record, name, new.eventID), "\(random): \(event.text)")
            guard case .send(let rendered) = decision else { continue }
            sent += 1
            try check(rendered, "\(random): \(event.text)")
            if rules.storesClearIdentities { continue }
            let texts = [String(decoding: rendered.bytes, as: UTF8.self)] + rendered.warnings.map(\.description)
            let searched = texts.map { SearchedText($0) }
            for identity in event.identities {
                #expect(!searched.contains { identity.isFound(in: $0) }, "\(random): \(identity) of \(event.text)")
            }
        }
        #expect(sent > 100, "\(sent)")
    }

    @Test("a stored event of any shape becomes one valid object, or does not go")
    func anyShape() throws {
        var random = SeededRandom(printingSeedAs: "ROUTING_SEED")
        var sent = 0
        for _ in 0..<3000 {
            let event = Self.shape(using: &random)
            let decision = Self.subject(using: &random).decide(event, name: Self.names[Int(random.next() % 6)])
            guard case .send(let rendered) = decision else { continue }
            sent += 1
            try check(rendered, "\(random): \(event)")
        }
        #expect(sent > 300, "\(sent)")
    }

    @Test("random bytes and damaged records are decided on, never a crash")
    func damage() throws {
        var random = SeededRandom(printingSeedAs: "ROUTING_SEED")
        for _ in 0..<3000 {
            var record = EventRecord.encode(event: Array(Self.shape(using: &random).utf8), warnings: [], marks: [])
            for _ in 0..<Int(random.next() % 3) {
                record[Int(random.next() % UInt64(record.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            if random.oneIn(9) { record = random.bytes(Int(random.next() % 60)) }
            let decision = Self.subject(using: &random).decide(record: record, "purchase", "1")
            if case .send(let rendered) = decision { try check(rendered, "\(random)") }
        }
    }

    /// Checks what TikTok refuses: numbers as text, text as numbers, identities that are no digests.
    private func check(_ rendered: RenderedEvent, _ comment: String) throws {
        let event = try JSONDocument(rendered.bytes).root
        #expect(event.kind == .object && event["event"]?.string == rendered.tiktokEvent, "\(comment)")
        #expect(event["event_time"]?.integer != nil && event["event_id"]?.string == rendered.sentEventID, "\(comment)")
        for member in ["email", "phone", "external_id", "first_name", "last_name", "zip_code"] {
            guard let value = event["user"]?[member] else { continue }
            let digests = value.kind == .array ? Array(value.elements) : [value]
            #expect(!digests.isEmpty && digests.allSatisfy { Self.isDigest($0.string ?? "") }, "\(comment)")
        }
        guard let properties = event["properties"] else { return }
        for (key, value) in properties.members {
            let kind: JSONValue.Kind =
                switch key.string {
                case "value", "num_items", "predicted_ltv": .number
                case "contents", "content_ids": .array
                default: .string
                }
            #expect(value.kind == kind && value.count != 0 || kind != .array && value.kind == kind, "\(comment)")
        }
        for item in properties["contents"]?.elements.map(\.self) ?? [] {
            for (key, value) in item.members {
                let isNumber = key.isString("price") || key.isString("quantity")
                #expect(value.kind == (isNumber ? .number : .string), "\(comment)")
                #expect(!key.isString("quantity") || value.integer != nil, "\(comment)")
            }
        }
    }

    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    // MARK: - Shapes

    private static func shape(using random: inout SeededRandom) -> String {
        let user = object(
            ["email", "phone", "id", "zip", "email_sha256", "first_name", "city", "country"], using: &random)
        let properties = object(
            [
                "value", "currency", "num_items", "content_type", "transaction_id", "search_term", "items",
                "predicted_ltv", "customer_type", "status",
            ], using: &random)
        let page = object(["url", "referrer"], using: &random)
        let device = object(["ip", "cookie", "user_agent", "idfa", "att_status"], using: &random)
        let app = object(["app_id", "app_name"], using: &random)
        let lead = object(["lead_id"], using: &random)
        let context: RandomJSON = .object([("page", page), ("device", device), ("app", app), ("lead", lead)])
        return RandomJSON.object([
            ("user", user), ("properties", properties),
            ("context", random.oneIn(9) ? value(depth: 1, using: &random) : context),
        ]).text(using: &random)
    }

    private static func object(_ names: [String], using random: inout SeededRandom) -> RandomJSON {
        if random.oneIn(12) { return value(depth: 1, using: &random) }
        return .object(names.filter { _ in !random.oneIn(3) }.map { ($0, value(depth: 3, using: &random)) })
    }

    private static let scalars: [RandomJSON] = [
        .raw("null"), .raw("true"), .raw("0"), .raw("-1.50"), .raw("1e400"), .raw("9223372036854775808"), .raw("3.0"),
        .string(""), .string("EUR"), .string("5"), .string("1e3"), .string("NaN"), .string("ada@example.com"),
        .string("+4915123456789"), .string("a\"b\\\u{1}"), .string("https://x.example/?ttclid=%22%00&a"),
        .string("ttclid=\"; _ttp=x"), .string("8.8.8.8"), .string("é🦊"), .string("AUTHORIZED"),
    ]

    private static func value(depth: Int, using random: inout SeededRandom) -> RandomJSON {
        switch depth > 0 ? random.next() % 6 : 5 {
        case 0: .array((0..<Int(random.next() % 4)).map { _ in value(depth: depth - 1, using: &random) })
        case 1: .array([object(["item_id", "price", "quantity", "item_name"], using: &random)])
        default: scalars[Int(random.next() % UInt64(scalars.count))]
        }
    }
}
