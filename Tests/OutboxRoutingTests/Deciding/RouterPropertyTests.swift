import OutboxCore
import OutboxIntake
import OutboxMapping
import OutboxRouting
import OutboxTestSupport
import Testing

/// What must hold for every stored event, tried with seeded random ones; `ROUTING_SEED=…` runs a failure again.
@Suite("Router, whatever the event")
struct RouterPropertyTests {
    private static let names = ["purchase", "Purchase", "view_item", "place_order", "first_open", "add_to_cart"]

    /// A few destinations of all kinds, with maps, filters and consent of their own.
    private static func subjects(using random: inout SeededRandom, ownMaps: Bool) throws -> [RoutingSubject] {
        try (0..<24).map { index in
            let source = EventSource.allCases[Int(random.next() % 4)]
            return try RoutingSubject(source) { rules in
                rules.names = random.oneIn(2) ? .current : .classic
                if random.oneIn(4) { (rules.mode, rules.testEventCode) = (.test, "TEST1") }
                rules.storesClearEvents = index < 12
                guard ownMaps else { return }
                for _ in 0..<Int(random.next() % 6) {
                    let map = try Compiled.map(Self.overrides[Int(random.next() % UInt64(overrides.count))], rules)
                    rules.map = rules.map.overlaid(by: map)
                }
                if random.oneIn(3) { try rules.filter(Self.filters[Int(random.next() % UInt64(filters.count))]) }
                if random.oneIn(4) {
                    var consent = ConsentRules(require: ["marketing"])
                    consent.whenMissing = random.oneIn(2) ? .send : .ldu
                    rules.consent = consent
                }
            }
        }
    }

    /// Maps that try to get identities out, and others; the configuration's check would refuse some.
    private static let overrides: [String] = [
        "properties.description: user.email", "properties.all: user", "properties.event: $", "event_id: user.id",
        "properties.x: {template: '{{user.phone}} {{properties.note}}'}", "properties.own: properties",
        "properties.q: context.page.url | url_param('who') ?? context.page.url", "user.email: properties.note",
        "user.external_id: properties.note ?? user.email", "user.first_name: context.page.url",
        "properties.contents: {each: user.email, map: {content_id: ., brand: $.user.phone}}", "user.phone: null",
        "properties.search_string: properties | json", "user.ttclid: user.email | lower", "page.url: properties.note",
        "user.city: user.first_name", "properties.currency: user.email", "properties.value: user.phone",
        "properties.order_id: context.device.cookie | cookie('who') | upper", "user.zip_code: user.id | trim",
        "properties.y: {first: [user.nothing, {when: {user.id: {exists: true}}, then: user.last_name}]}",
        "limited_data_use: properties.note", "user.ip: user.email", "properties.z: [user.email_sha256, user]",
    ]

    private static let filters = [
        "{user.email: {exists: true}}", "{properties.value: {gt: 1}}", "{not: {user.country: DE}}",
        "{context.page.url: {matches: '^https'}}", "{event_name: [purchase, view_item]}", "{user.id: '1042'}",
    ]

    @Test(
        "an event that went through intake becomes one valid object without a clear identity, always the same",
        arguments: [false, true])
    func afterIntake(ownMaps: Bool) throws {
        var random = SeededRandom(printingSeedAs: "ROUTING_SEED")
        let subjects = try Self.subjects(using: &random, ownMaps: ownMaps)
        var sent = 0
        for _ in 0..<1000 {
            let event = RandomEvent(beforeSeconds: RoutingSubject.time.seconds, using: &random)
            var rules = IntakeRules(source: "shop")
            rules.storesClearIdentities = random.oneIn(4)
            let result = Intake(rules: rules, source: SourceID(1), deliveryClass: .live)
                .accept(Array(event.text.utf8), receivedAt: RoutingSubject.time, arrival: .handedOver(random: { [1] }))
            guard case .accepted(let new, _) = result else { continue }
            let subject = subjects[Int(random.next() % 12) + (rules.storesClearIdentities ? 0 : 12)]
            let name = random.oneIn(4) ? new.eventName : Self.names[Int(random.next() % 6)]
            let decision = subject.decide(record: new.record, name, new.eventID)
            #expect(decision == subject.decide(record: new.record, name, new.eventID), "\(random): \(event.text)")
            guard case .send(let rendered) = decision else {
                try explained(decision, "\(random): \(event.text)")
                continue
            }
            sent += 1
            if !ownMaps { try check(rendered, "\(random): \(event.text)") }
            let texts = [String(decoding: rendered.bytes, as: UTF8.self)] + rendered.warnings.map(\.description)
            let searched = texts.map { SearchedText($0) }
            for identity in event.identities {
                let found = searched.first { identity.isFound(in: $0) }
                #expect(found == nil, "\(random): \(identity) in \(found?.text ?? "") of \(event.text)")
            }
        }
        #expect(sent > (ownMaps ? 30 : 100), "\(sent)")
    }

    /// Nothing is left out without a word: each way not to go says why.
    private func explained(_ decision: Decision, _ comment: String) throws {
        switch decision {
        case .send: break
        case .skip(let reason, let detail):
            #expect(reason.state == .skipped && detail.contains(": "), "\(detail): \(comment)")
        case .invalid(let detail): #expect(detail.contains(": "), "\(detail): \(comment)")
        }
    }

    @Test("a stored event of any shape becomes one valid object, or does not go")
    func anyShape() throws {
        var random = SeededRandom(printingSeedAs: "ROUTING_SEED")
        let subjects = try Self.subjects(using: &random, ownMaps: false)
        var sent = 0
        for _ in 0..<3000 {
            let event = Self.shape(using: &random)
            let decision = subjects[Int(random.next() % 24)].decide(event, name: Self.names[Int(random.next() % 6)])
            guard case .send(let rendered) = decision else {
                try explained(decision, "\(random): \(event)")
                continue
            }
            sent += 1
            try check(rendered, "\(random): \(event)")
        }
        #expect(sent > 300, "\(sent)")
    }

    @Test("random bytes and damaged records are decided on, never a crash")
    func damage() throws {
        var random = SeededRandom(printingSeedAs: "ROUTING_SEED")
        let subjects = try Self.subjects(using: &random, ownMaps: true)
        for _ in 0..<3000 {
            var record = EventRecord.encode(event: Array(Self.shape(using: &random).utf8), warnings: [], marks: [])
            for _ in 0..<Int(random.next() % 3) {
                record[Int(random.next() % UInt64(record.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            if random.oneIn(9) { record = random.bytes(Int(random.next() % 60)) }
            let decision = subjects[Int(random.next() % 24)].decide(record: record, "purchase", "1")
            if case .send(let rendered) = decision {
                #expect(try JSONDocument(rendered.bytes).root.kind == .object, "\(random)")
            }
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
