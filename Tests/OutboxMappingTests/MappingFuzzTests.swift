import OutboxFuzz
import OutboxTestSupport
import Testing

@Suite("Random mappings and conditions")
struct MappingFuzzTests {
    @Test("Twenty thousand of them keep what the language promises")
    func keepPromises() async {
        let random = SeededRandom(printingSeedAs: "MAPPING_FUZZ_SEED")
        let report = await MappingFuzz(seed: random.seed).run(0..<20_000)
        #expect(report.faults == [], "\(random)")
        #expect(report.cases == 20_000)
        #expect(report.values > 1000, "\(report)")
        #expect(report.held > 300, "\(report)")
        #expect(report.unevaluable > 300, "\(report)")
        print(report)
    }
}
