import OutboxCore
import Testing

@testable import TikTokOutbox

@Suite("Values of properties")
struct PropertyValueTests {
    private func text(_ value: PropertyValue) throws -> String {
        let bytes = ConversionEvent("e", eventID: nil, properties: ["x": value]).encoded()
        let found = try #require(try JSONDocument(bytes).root["properties"]?["x"])
        return String(decoding: found.raw, as: UTF8.self)
    }

    @Test("literals are what they look like")
    func literals() throws {
        let name = "mug"
        let rows: [(PropertyValue, String)] = [
            ("a \"b\" \u{7}", #""a \"b\" \u0007""#), ("blue \(name)", #""blue mug""#), (17, "17"), (-1, "-1"),
            (true, "true"), (false, "false"), (nil, "null"), (["S", 1, true, nil, []], #"["S",1,true,null,[]]"#),
            (["a": ["b": 1]], #"{"a":{"b":1}}"#), (["a": 1, "a": 2], #"{"a":2}"#), ([:], "{}"),
        ]
        for (value, expected) in rows { #expect(try text(value) == expected) }
    }

    @Test(
        "numbers keep their digits",
        arguments: ["0.1", "29.95", "2500315.63", "-0.005", "12345678901234567890.12345678", "0", "100"])
    func numbers(digits: String) throws {
        let number = try #require(ExactDecimal(digits))
        #expect(try text(.number(number)) == digits)
    }
}
