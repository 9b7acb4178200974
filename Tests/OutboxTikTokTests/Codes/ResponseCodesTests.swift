import Testing

@testable import OutboxTikTok

/// The table as the fact sheet has it, section 5.2, written down a second time.
private let factSheet: [(codes: [ClosedRange<Int>], meaning: CodeMeaning)] = [
    ([0...0], .delivered),
    ([20001...20001], .deliveredWithWarnings),
    ([40000...40000, 40002...40002, 40050...40050, 40062...40062, 40700...40700, 40900...40916], .refused),
    ([40061...40061], .tooBig),
    ([40006...40014, 40051...40051, 40063...40063, 40400...40400, 41000...41002], .configuration),
    (
        [40001...40001, 40003...40003, 40101...40122, 40124...40131, 40300...40309, 70001...70001],
        .credentials
    ),
    ([40100...40100, 40132...40132, 61000...61000], .rateLimited),
    ([40200...40202], .tryLater(after: .zero)),
    (
        [
            40016...40016, 50000...50000, 50002...50002, 51000...51099, 52000...52204, 53102...53103, 60001...60001,
        ], .tryLater(after: .seconds(300))
    ),
]

@Suite("The table of codes")
struct ResponseCodesTests {
    @Test("gives every code of the fact sheet its class")
    func everyCode() {
        for (ranges, meaning) in factSheet {
            for code in ranges.joined() {
                #expect(ResponseCodes.entry(for: code)?.meaning == meaning, "code \(code)")
            }
        }
    }

    @Test("has no code that the fact sheet does not have")
    func noOthers() {
        let known = Set(factSheet.flatMap { $0.codes.flatMap(Array.init) })
        let others = (0...75_000).filter { ResponseCodes.entry(for: $0) != nil && !known.contains($0) }
        #expect(others.isEmpty)
    }

    @Test("has no overlaps, and is in order")
    func order() {
        let table = ResponseCodes.table
        for (line, next) in zip(table, table.dropFirst()) {
            #expect(line.codes.upperBound < next.codes.lowerBound, "\(line.name) and \(next.name)")
        }
    }

    @Test("names the codes as TikTok does")
    func names() {
        #expect(ResponseCodes.entry(for: 40105)?.name == "INVALID_ACCESS_TOKEN")
        #expect(ResponseCodes.entry(for: 40002)?.name == "PARAM_ERROR")
        #expect(ResponseCodes.entry(for: 99999) == nil)
        #expect(ResponseCodes.entry(for: -1) == nil)
    }
}
