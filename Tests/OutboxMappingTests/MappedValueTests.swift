import OutboxCore
import Testing

@testable import OutboxMapping

@Suite("Mapped values")
struct MappedValueTests {
    @Test("A value of the event keeps its bytes")
    func keepsBytes() throws {
        let document = try JSONDocument(Array(#"{"value": 29.90}"#.utf8))
        let value = try #require(document.root["value"])
        guard case .event(let kept) = MappedValue.event(value) else { return #expect(Bool(false)) }
        #expect(Array(kept.raw) == Array("29.90".utf8))
    }
}
