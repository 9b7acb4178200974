import OutboxCore
import Testing

@testable import OutboxCommands

@Suite("What `dedup` says of the pairs")
struct PairVerdictTests {
    /// Counts with the words that the verdict must have; nil where nothing is to be done.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let problem: String?
        var count = PairCount(tiktokEvent: "CompletePayment")
        var reports = true

        init(_ name: String, problem: String?, _ change: (inout Row) -> Void) {
            testDescription = name
            self.problem = problem
            change(&self)
        }

        /// Adds pairs that lie so many seconds apart.
        mutating func pair(_ pairs: Int, seconds: Int, serverFirst: Bool = false) {
            count.server += pairs
            count.echoes += pairs
            count.paired += pairs
            let (early, late) = (Timestamp(seconds: 1_000_000), Timestamp(seconds: 1_000_000 + Int64(seconds)))
            for _ in 0..<pairs {
                count.lag.add(pixel: serverFirst ? late : early, server: serverFirst ? early : late)
            }
        }
    }

    static let rows: [Row] = [
        Row("all paired", problem: nil) { $0.pair(100, seconds: 2) },
        Row("nothing at all", problem: nil) { _ in },
        Row("what ad blockers keep away", problem: nil) {
            $0.pair(70, seconds: 2)
            $0.count.server += 30
            $0.count.serverOnly = 30
        },
        Row("a few late ones", problem: nil) {
            $0.pair(96, seconds: 2)
            $0.pair(4, seconds: 4000)
        },
        Row("only the pixel so far", problem: nil) {
            $0.count.echoes = 3
            $0.count.pixelOnly = 3
            $0.count.waiting = 3
        },
        Row("the pixel's ids may be those of what waits undecided", problem: nil) {
            $0.count.echoes = 3
            $0.count.pixelOnly = 3
            $0.count.undecided = 3
        },
        Row("more of the pixel's ids than wait undecided", problem: "7 of 10 came from the pixel alone") {
            $0.count.echoes = 10
            $0.count.pixelOnly = 10
            $0.count.undecided = 3
        },
        Row("another name", problem: "TikTok counts 2 twice: the pixel says Purchase where the server says") {
            $0.pair(100, seconds: 2)
            $0.count.server += 2
            $0.count.mismatches = ["Purchase": 2]
        },
        Row("two names of one id", problem: "TikTok counts 3 twice: the pixel says Purchase too where both say") {
            $0.pair(100, seconds: 2)
            $0.count.extraNames = ["Purchase": 3]
        },
        Row("the pixel's name", problem: "TikTok counts 3 twice: the pixel says CompletePayment where the server") {
            $0.count.echoes = 3
            $0.count.serverNames = ["Purchase": 3]
        },
        Row("beyond 48 hours", problem: "more than 48 hours apart") { $0.pair(1, seconds: 50 * 3600) },
        Row("no event_id", problem: "left without an event_id") {
            $0.count.server = 10
            $0.count.withoutEventID = 9
            $0.count.serverOnly = 10
        },
        Row("no echo, no script asked for", problem: "set destinations.main.echo") {
            $0.count.server = 10
            $0.count.serverOnly = 10
            $0.reports = false
        },
        Row("no echo", problem: "load the script of `outbox snippet main`") {
            $0.count.server = 10
            $0.count.serverOnly = 10
        },
        Row("ids of its own on each side", problem: "no id is on both sides") {
            $0.count.server = 10
            $0.count.serverOnly = 10
            $0.count.echoes = 9
            $0.count.pixelOnly = 9
        },
        Row("the server is late", problem: "drops the server's data") { $0.pair(10, seconds: 600) },
        Row("the pixel is late", problem: "drops the pixel's data") { $0.pair(10, seconds: 600, serverFirst: true) },
        Row("the backend forgets some", problem: "10 of 100 came from the pixel alone: the backend") {
            $0.pair(90, seconds: 2)
            $0.count.echoes += 10
            $0.count.pixelOnly = 10
        },
        Row("some are not sent", problem: "`outbox list --destination main --state skipped`") {
            $0.pair(90, seconds: 2)
            $0.count.echoes += 10
            $0.count.pixelOnly = 10
            $0.count.notSent = 10
        },
        Row("pages without the script", problem: "more than ad blockers explain") {
            $0.pair(40, seconds: 2)
            $0.count.server += 60
            $0.count.serverOnly = 60
        },
    ]

    @Test("names the worst, with the next step", arguments: rows)
    func verdict(_ row: Row) {
        let verdict = PairVerdict(row.count, destination: "main", reports: row.reports)
        #expect(verdict.isProblem == (row.problem != nil), "\(verdict.text)")
        #expect(verdict.text.contains(row.problem ?? ""), "\(verdict.text)")
        if row.problem != nil { #expect(verdict.text.contains(";") || verdict.text.contains(":"), "\(verdict.text)") }
    }
}
