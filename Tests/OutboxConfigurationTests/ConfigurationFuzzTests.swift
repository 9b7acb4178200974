import OutboxConfiguration
import OutboxTestSupport
import Testing

@Suite("Damaged configurations")
struct ConfigurationFuzzTests {
    private static let secret = "5ecret5ecret5ecret5ecret5ecret5ecret5ecret"

    private static let pieces: [String] = [
        "\n", "\n  ", "\n      ", ": ", ":", "- ", "? ", "{", "}", "[", "]", ",", "'", "\"", "\\", "#", "*a", "&a ",
        "*b", "&b ",
        "<<: *a", "!x ", "!!str ", "|\n", ">-\n", "%YAML 1.1\n", "---\n", "...\n", "\t", "~", "null", "${X}", "\u{85}",
        "\u{FEFF}",
        "\u{1F600}", "@", "`", "0", "-1", "9223372036854775808", "1e999", ".nan", "\"\\ud800\"", "\"\\x00\"",
        "mode: live",
        "access_token: \(secret)", "{env: \(secret)}", "\(secret): \(secret)", "events: {a: b}", "filters: []",
    ]

    private func mutate(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let at = Int.random(in: 0...bytes.count, using: &random)
            let length = min(Int.random(in: 0...40, using: &random), bytes.count - at)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes.removeSubrange(at..<at + length)
            case 1:
                bytes.insert(
                    contentsOf: Array(bytes[at..<at + length]), at: Int.random(in: 0...bytes.count, using: &random))
            case 2: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &random) }
            case 3: if at < bytes.count { bytes[at] = UInt8.random(in: 0x20...0x7E, using: &random) }
            default: bytes.insert(contentsOf: (Self.pieces.randomElement(using: &random) ?? "").utf8, at: at)
            }
        }
        return bytes
    }

    @Test("Never stop the process, never show what may be a secret, and name a line of the file")
    func mutations() {
        var random = SeededRandom(printingSeedAs: "OUTBOX_CONFIGURATION_SEED")
        let full = Array(Sample.full.utf8)
        var good = 0
        var previous = full
        for round in 0..<4000 {
            let bytes = mutate(round % 3 == 0 ? previous : full, &random)
            previous = bytes.count < 20_000 ? bytes : full
            let report = Configuration.load(bytes: bytes, file: "outbox.yml", folder: "/etc/outbox")
            #expect((report.configuration == nil) == !report.errors.isEmpty)
            if report.configuration != nil { good += 1 }
            let lines = bytes.count { $0 == 0x0A } + 1
            for problem in report.errors + report.warnings {
                #expect(!problem.description.contains("cret5ecret5ecret5ecret5"), "\(random) \(round): \(problem)")
                #expect(problem.line.map { (1...lines).contains($0) } ?? true, "\(random) \(round): \(problem)")
                #expect(!problem.description.utf8.contains { $0 < 0x20 }, "\(random) \(round): \(problem)")
            }
            #expect(report.errors == report.errors.sorted())
        }
        #expect(good > 100)
    }

    @Test("Large ones are judged in a moment", .timeLimit(.minutes(1)))
    func large() {
        let unknown = (0..<2000).map { "unknown_key_number_\($0): 1\n" }.joined()
        #expect(Sample.load(Sample.smallest + unknown).errors.count == 2000)
        let sources = (0..<2000).map { "  source\($0): {}\n" }.joined()
        let names = (0..<200).map { "sorce\($0)" }.joined(separator: ", ")
        let text = Sample.destination("sources: [\(names)]").replacing("  shop: {}\n", with: sources)
        #expect(Sample.load(text).errors.count == 200)
        let long = String(repeating: "x", count: 900_000)
        #expect(Sample.load(Sample.top("\(long): 1")).errors.count == 1)
        #expect(Sample.load(Sample.top("database: \(long)")).errors.count == 1)
        #expect(!Sample.load(String(repeating: "a: {b: [", count: 100_000)).errors.isEmpty)
    }
}
