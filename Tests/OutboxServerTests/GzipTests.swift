import Testing

@testable import OutboxServer

@Suite("The gzip format")
struct GzipTests {
    @Test(
        "What was packed comes out as it was, also several members one behind the other",
        arguments: [0, 1, 5000, 100_000])
    func round(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) }
        #expect(try Gzip.unpack(PackedBodies.pack(bytes), limit: count) == bytes)
        let two = PackedBodies.pack(bytes) + PackedBodies.pack([1, 2, 3])
        #expect(try Gzip.unpack(two, limit: count + 3) == bytes + [1, 2, 3])
    }

    @Test("The limit holds to the byte, and before the bomb has burst")
    func limit() throws {
        let packed = PackedBodies.pack([UInt8](repeating: 7, count: 1000))
        #expect(try Gzip.unpack(packed, limit: 1000).count == 1000)
        #expect(throws: Gzip.Problem.larger) { try Gzip.unpack(packed, limit: 999) }
        #expect(throws: Gzip.Problem.larger) { try Gzip.unpack(PackedBodies.bomb, limit: 1 << 20) }
    }

    @Test("Whatever is cut off, added or changed is seen")
    func damage() throws {
        let packed = PackedBodies.event
        for count in 0..<packed.count {
            #expect(throws: Gzip.Problem.damaged) { try Gzip.unpack(Array(packed[..<count]), limit: 1 << 20) }
        }
        #expect(throws: Gzip.Problem.damaged) { try Gzip.unpack(packed + [0], limit: 1 << 20) }
        for index in 10..<packed.count {
            var changed = packed
            changed[index] ^= 0x55
            #expect(throws: Gzip.Problem.self) { try Gzip.unpack(changed, limit: 1 << 20) }
        }
    }
}
