import OutboxCore
import OutboxMapping
import Testing

@Suite("Mapped values")
struct MappedValueTests {
    private func event(_ json: String) throws -> MappedValue {
        .event(try JSONDocument(Array(json.utf8)).root)
    }

    @Test("A value of the event keeps its bytes")
    func keepsBytes() throws {
        var writer = JSONWriter()
        MappedValue.object([
            (name: "a", value: try event("29.90")), (name: "b", value: .list([.number([0x31]), .bool(true)])),
        ])
        .append(to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":29.90,"b":[1,true]}"#)
    }

    @Test("Numbers are read from numbers and from texts that are one")
    func numbers() throws {
        #expect(try event(#""29.90""#).numberDigits == Array("29.90".utf8))
        #expect(try event("29.90").numberDigits == Array("29.90".utf8))
        #expect(try event(#""29,90""#).numberDigits == nil)
        #expect(try event("5.0").wholeNumber == 5)
        #expect(MappedValue.text("5e2").wholeNumber == 500)
        #expect(try event("5.5").wholeNumber == nil)
        #expect(try event("1e300").wholeNumber == nil)
        #expect(try event("5.0").text == "5")
        #expect(try event("5.50").text == "5.50")
    }

    @Test("Members and elements leave out nulls")
    func parts() throws {
        let value = try event(#"{"a":null,"b":[1,null,2],"c":""}"#)
        #expect(value["a"] == nil)
        #expect(value["b"]?.elements?.count == 2)
        #expect(value["c"]?.isEmpty == true)
        #expect(value["c"]?["d"] == nil)
    }
}
