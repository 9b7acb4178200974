import OutboxSQLite
import OutboxTestSupport
import Testing

@Suite struct CompressionTests {
    @Test(arguments: [0, 1, 100, 4096, 65_536, 300_000])
    func givesBackWhatItTook(size: Int) throws {
        var random = SeededRandom(seed: UInt64(size))
        let text = (0..<size).map { _ in UInt8.random(in: 97...104, using: &random) }
        let compressed = try Compression.deflate(text)
        #expect(try Compression.inflate(compressed, limit: size) == text)
        #expect(size < 100 || compressed.count < size / 2 + 64)
    }

    @Test func bytesThatDoNotShrinkSurvive() throws {
        var random = SeededRandom(seed: 1)
        let noise = random.bytes(100_000)
        #expect(try Compression.inflate(Compression.deflate(noise), limit: noise.count) == noise)
    }

    @Test func aBombIsStoppedAtTheLimit() throws {
        let bomb = try Compression.deflate([UInt8](repeating: 0, count: 2_000_000))
        #expect(bomb.count < 20_000)
        #expect(throws: Compression.Problem.larger(than: 65_536)) { try Compression.inflate(bomb, limit: 65_536) }
        #expect(throws: Compression.Problem.larger(than: 1_999_999)) {
            try Compression.inflate(bomb, limit: 1_999_999)
        }
        #expect(try Compression.inflate(bomb, limit: 2_000_000).count == 2_000_000)
    }

    @Test func damagedAndCutBytesAreRefused() throws {
        let compressed = try Compression.deflate(Array("a text that is long enough to be cut somewhere".utf8))
        #expect(throws: Compression.Problem.damaged) { try Compression.inflate([], limit: 100) }
        #expect(throws: Compression.Problem.damaged) { try Compression.inflate([1, 2, 3], limit: 100) }
        for length in 0..<compressed.count {
            #expect(throws: Compression.Problem.damaged) {
                try Compression.inflate(Array(compressed.prefix(length)), limit: 100)
            }
        }
        var flipped = compressed
        flipped[flipped.count - 1] ^= 1
        #expect(throws: Compression.Problem.damaged) { try Compression.inflate(flipped, limit: 100) }
    }
}
