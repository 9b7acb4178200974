import OutboxCore
import OutboxMapping
import OutboxRouting
import OutboxYAML
import Testing

@testable import OutboxIntake

@Suite("The schema of an event")
struct EventSchemaTests {
    private func root() throws -> JSONValue { try JSONDocument(EventSchema.json).root }

    private func problem(_ event: String) throws -> String? {
        // JSON is YAML.
        guard let node = try YAMLDocument.parse(event) else { return "empty" }
        return try SchemaCheck(EventSchema.json).problem(with: node)
    }

    @Test("Names exactly the members that intake knows")
    func members() throws {
        let named = try #require(try root()["properties"]).members.compactMap { $0.key.string }
        #expect(Set(named) == EventField.names)
        #expect(try root()["required"]?.elements.compactMap(\.string) == ["event_name"])
    }

    @Test("Describes every place in user and context that the shipped map reads")
    func shippedMap() throws {
        let root = try root()
        for entry in ShippedMap.table.entries {
            for source in entry.rule?.sources ?? [] {
                let keys = source.components.compactMap { component in
                    if case .key(let key) = component { key } else { nil }
                }
                guard let first = keys.first, ["user", "context"].contains(first) else { continue }
                let described = keys.reduce(Optional(root)) { $0?["properties"]?[$1] }
                #expect(described?["description"] != nil, "\(source)")
            }
        }
    }

    @Test("Takes its own examples and what intake takes")
    func good() throws {
        for example in try root()["examples"].map({ Array($0.elements) }) ?? [] {
            #expect(try problem(String(decoding: example.raw, as: UTF8.self)) == nil)
        }
        for event in [
            #"{"event_name":"purchase"}"#,
            #"{"event_name":"a","event_id":12345,"event_time":1795345200,"mine":{"x":1},"properties":{"y":[1]}}"#,
            #"{"event_name":"a","user":{"email":["a@example.com"],"phone":"+447911123456","zip":69001}}"#,
            #"{"event_name":"a","consent":["marketing",3],"properties":{"value":"59.90","items":[{"price":0}]}}"#,
        ] {
            #expect(try problem(event) == nil, "\(event)")
        }
    }

    @Test(
        "Refuses what intake refuses for its shape",
        arguments: [
            "{}", #"{"event_name":""}"#, #"{"event_name":1}"#, #"{"event_name":"a","user":"1042"}"#,
            #"{"event_name":"a","properties":[]}"#, #"{"event_name":"a","event_source":"shop"}"#,
            #"{"event_name":"a","properties":{"currency":978}}"#, #"{"event_name":"a","event_id":[1]}"#,
            #"{"event_name":"a","properties":{"items":{}}}"#,
        ])
    func bad(_ event: String) throws {
        #expect(try problem(event) != nil)
        let intake = Intake(rules: IntakeRules(source: "shop"), source: SourceID(1), deliveryClass: .live)
        let arrival = Arrival.handedOver(random: { Array(repeating: 0, count: 16) })
        let withID =
            event.hasPrefix(#"{"event_name":"a","event_id""#)
            ? event : event.replacing(#"{"event_name":"a","#, with: #"{"event_name":"a","event_id":"x","#)
        guard
            case .rejected = intake.accept(
                Array(withID.utf8), receivedAt: Timestamp(milliseconds: 1_790_000_000_000), arrival: arrival)
        else {
            Issue.record("intake takes \(withID)")
            return
        }
    }
}
