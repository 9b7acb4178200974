import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxSQLite

@Suite("Member lists")
struct MemberListTests {
    @Test(
        "Numbers come back in their order",
        arguments: [
            [], [1], [5, 4, 3], [1, 2, 3, 1000, 2], [.max, .min, 0, -1, .max],
        ] as [[Int64]])
    func roundTrip(numbers: [Int64]) {
        let members = numbers.map { EventNumber($0) }
        #expect(MemberList.decode(MemberList.encode(members)) == members)
    }

    @Test("Neighbours take a byte each")
    func size() {
        let members = (1_000_000..<1_001_000 as Range<Int64>).map { EventNumber($0) }
        #expect(MemberList.encode(members).count < 1010)
    }

    @Test("Bytes that are cut or too long are refused")
    func damaged() {
        #expect(MemberList.decode([0x80]) == nil)
        #expect(MemberList.decode([UInt8](repeating: 0x80, count: 11)) == nil)
        var random = SeededRandom(seed: 1)
        for _ in 0..<1000 { _ = MemberList.decode(random.bytes(20)) }
    }
}
