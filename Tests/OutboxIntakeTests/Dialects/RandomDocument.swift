import OutboxCore
import OutboxIntake
import OutboxTestSupport

/// A document of a dialect whose members are there or not, of the right kind or not, with clear identities wherever a
/// text may stand.
struct RandomDocument {
    let text: String
    let identities: [ClearIdentity]

    /// Makes one up from one of the documented documents of the dialect.
    init(_ dialect: DialectName, using random: inout SeededRandom) {
        let cases = DialectCase.all.filter { $0.dialect == dialect }
        let sample = cases[Int(random.next() % UInt64(cases.count))].received
        var builder = Builder(random: random)
        let root = try? JSONDocument(Array(sample.utf8)).root
        var value = root.map { builder.vary($0, depth: 0) } ?? .object([])
        if builder.random.oneIn(8) { value = builder.envelope(value) }
        if builder.random.oneIn(8) { value = builder.list(value, of: dialect) }
        text = value.text(using: &builder.random)
        identities = builder.identities
        random = builder.random
    }

    private struct Builder {
        var random: SeededRandom
        var identities: [ClearIdentity] = []

        mutating func identity() -> ClearIdentity {
            if let known = identities.first, random.oneIn(4) { return known }
            identities.append(ClearIdentity(using: &random))
            return identities[identities.count - 1]
        }

        /// The same value with members missing, added and exchanged.
        mutating func vary(_ value: JSONValue, depth: Int) -> RandomJSON {
            if depth > 0, random.oneIn(14) { return odd() }
            switch value.kind {
            case .object:
                var members: [(key: String, value: RandomJSON)] = []
                for (key, member) in value.members where !random.oneIn(9) {
                    members.append((key.string ?? "", vary(member, depth: depth + 1)))
                }
                for name in ["email", "phone", "id", "name", "note", "items", "consent"] where random.oneIn(14) {
                    if !members.contains(where: { $0.key == name }) { members.append((name, text())) }
                }
                if random.oneIn(25) { members.append((identity().embedded(using: &random), text())) }
                return .object(members)
            case .array:
                return .array(value.elements.map { vary($0, depth: depth + 1) } + (random.oneIn(9) ? [odd()] : []))
            case .string:
                return random.oneIn(3) ? text() : .string(value.string ?? "")
            case .number, .bool, .null:
                return .raw(String(decoding: value.raw, as: UTF8.self))
            }
        }

        mutating func text() -> RandomJSON {
            .string(random.oneIn(2) ? identity().description : identity().embedded(using: &random))
        }

        mutating func odd() -> RandomJSON {
            switch random.next() % 6 {
            case 0: .raw("null")
            case 1: .raw("-1.5e3")
            case 2: .array([text(), .array([text()]), .raw("null")])
            case 3: .object([("id", text()), (identity().embedded(using: &random), .raw("true"))])
            case 4: .object([])
            default: text()
            }
        }

        mutating func envelope(_ value: RandomJSON) -> RandomJSON {
            .object([
                ("specversion", .string("1.0")), ("id", random.oneIn(3) ? text() : .string("ce-1")),
                ("source", .string("/shop")), ("type", random.oneIn(4) ? text() : .string("com.example.purchase")),
                ("time", .string("2026-11-22T11:00:00Z")), (random.oneIn(9) ? "data_base64" : "data", value),
            ])
        }

        mutating func list(_ value: RandomJSON, of dialect: DialectName) -> RandomJSON {
            let name = ["ga4": "events", "tiktok": "data"][dialect.rawValue] ?? "batch"
            return .object([(name, .array([value, random.oneIn(3) ? odd() : value])), ("context", odd())])
        }
    }
}
