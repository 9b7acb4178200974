/// A native event with clear identities in random places, some of which make it unacceptable.
package struct RandomEvent: Sendable {
    /// The event as it is handed over.
    package let text: String
    /// What must be found nowhere in what is made of it.
    package let identities: [ClearIdentity]

    /// Makes one up, with an `event_id` and a time before `now`.
    ///
    /// - Parameters:
    ///   - seconds: the epoch in seconds that the event's time is before.
    ///   - random: where everything comes from.
    package init(beforeSeconds seconds: Int64, using random: inout SeededRandom) {
        var builder = Builder(random: random)
        let event = builder.event(time: seconds - Int64(random.next() % 100_000))
        text = event.text(using: &builder.random)
        identities = builder.identities
        random = builder.random
    }

    private struct Builder {
        var random: SeededRandom
        var identities: [ClearIdentity] = []

        mutating func pick(_ choices: [String]) -> String { choices[Int(random.next() % UInt64(choices.count))] }

        mutating func identity() -> ClearIdentity {
            if let known = identities.first, random.oneIn(4) { return known }
            identities.append(ClearIdentity(using: &random))
            return identities[identities.count - 1]
        }

        mutating func event(time: Int64) -> RandomJSON {
            var members: [(key: String, value: RandomJSON)] = [
                ("event_name", random.oneIn(12) ? .string(identity().description) : .string(pick(Self.names))),
                ("event_id", random.oneIn(8) ? text() : .string("order-\(random.next() % 1000)")),
                ("event_time", random.oneIn(40) ? wrong() : .raw("\(time)")),
            ]
            if random.oneIn(3) { members.append(("id", random.oneIn(3) ? text() : .raw("\(random.next() % 9999)"))) }
            if random.oneIn(9) { members.append((identity().description, .raw("1"))) }
            if random.oneIn(9) { members.append(("event_source", random.oneIn(4) ? wrong() : .string("web"))) }
            if !random.oneIn(4) { members.append(("user", random.oneIn(25) ? wrong() : user())) }
            if !random.oneIn(3) { members.append(("context", random.oneIn(25) ? wrong() : context())) }
            if !random.oneIn(3) { members.append(("properties", random.oneIn(25) ? wrong() : properties())) }
            if random.oneIn(5) { members.append(("consent", .object([("marketing", .raw("true")), ("by", text())]))) }
            if random.oneIn(5) { members.append(("extra", value(depth: 3))) }
            return .object(members)
        }

        private static let names = ["purchase", "view_item", "add_to_cart", "Purchase", "page_view", "search"]

        /// A text with an identity in it, or without.
        mutating func text() -> RandomJSON {
            random.oneIn(3) ? .string(pick(["red", "42", "", "über 5 %", "+", "a@b"])) : hidden()
        }

        /// A text that a scanner must find an identity in.
        mutating func hidden() -> RandomJSON {
            .string(identity().embedded(using: &random))
        }

        /// A value of the wrong kind for its place, which a message may be about.
        mutating func wrong() -> RandomJSON {
            switch random.next() % 4 {
            case 0: return .string("please write to \(identity())")
            case 1: return .array([hidden()])
            default: return hidden()
            }
        }

        mutating func user() -> RandomJSON {
            var members: [(key: String, value: RandomJSON)] = []
            for field in ["email", "phone", "id", "first_name", "last_name", "zip"] where random.oneIn(2) {
                members.append((field, field == "id" && random.oneIn(3) ? .raw("1042") : identityValue()))
            }
            for field in ["email_sha256", "phone_sha256", "id_sha256"] where random.oneIn(6) {
                let digest = String(repeating: pick(["a", "B", "0"]), count: 64)
                members.append((field, random.oneIn(2) ? .string(digest) : identityValue()))
            }
            if random.oneIn(3) { members.append(("city", .string("Cluj-Napoca"))) }
            if random.oneIn(3) { members.append(("country", random.oneIn(3) ? text() : .string("RO"))) }
            if random.oneIn(4) { members.append(("login", text())) }
            if random.oneIn(12) { members.append((identity().embedded(using: &random), text())) }
            return .object(members)
        }

        /// An identity in its field, alone, in arrays, or where none belongs.
        mutating func identityValue() -> RandomJSON {
            let identity = identity()
            switch random.next() % 6 {
            case 0: return .array([.string(identity.description), .raw("null"), hidden(), .array([hidden()])])
            case 1: return .object([("value", .string(identity.description))])
            case 2: return .string("  \(identity.description.uppercased()) ")
            default: return .string(identity.description)
            }
        }

        mutating func context() -> RandomJSON {
            .object([
                ("page", .object([("url", text()), ("referrer", text())])),
                ("device", .object([("cookie", text()), ("user_agent", text()), ("ip", .string("8.8.8.8"))])),
                ("click_ids", .object([("ttclid", text())])), ("app", .object([("app_id", text())])),
            ])
        }

        mutating func properties() -> RandomJSON {
            var members: [(key: String, value: RandomJSON)] = [("transaction_id", text()), ("note", value(depth: 2))]
            if random.oneIn(2) { members.append(("value", random.oneIn(12) ? wrong() : .raw("59.90"))) }
            if random.oneIn(2) { members.append(("currency", random.oneIn(12) ? wrong() : .string("EUR"))) }
            if random.oneIn(6) { members.append(("num_items", random.oneIn(6) ? wrong() : .raw("2"))) }
            if random.oneIn(2) {
                let price = random.oneIn(20) ? wrong() : .string("29.95")
                members.append(
                    (
                        "items",
                        .array([.object([("item_id", text()), ("price", price), ("coupon", text())]), .object([])])
                    ))
            }
            return .object(members)
        }

        mutating func value(depth: Int) -> RandomJSON {
            switch depth > 0 ? random.next() % 5 : 4 {
            case 0: .array([value(depth: depth - 1), value(depth: depth - 1)])
            case 1: .object([("a", value(depth: depth - 1)), (identity().embedded(using: &random), text())])
            case 2: .raw(pick(["null", "true", "-1.50e3", "[]", "{}"]))
            default: text()
            }
        }
    }
}
