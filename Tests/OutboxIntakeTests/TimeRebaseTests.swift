import OutboxCore
import OutboxIntake
import OutboxTestSupport
import Testing

@Suite("Times of old data, moved on to the last span")
struct TimeRebaseTests {
    private static let now = Timestamp(seconds: 1_795_348_800)

    @Test("the newest becomes now, the oldest now less the span, the middle the middle")
    func ends() {
        let rebase = TimeRebase(
            oldest: Timestamp(seconds: 1000), newest: Timestamp(seconds: 3000), span: .seconds(86_400), now: Self.now)
        #expect(rebase.moved(Timestamp(seconds: 3000)) == Self.now)
        #expect(rebase.moved(Timestamp(seconds: 2000)) == Self.now - .seconds(43_200))
        #expect(rebase.moved(Timestamp(seconds: 1000)) == Self.now - .seconds(86_400))
    }

    @Test("the order stays and nothing leaves the span, however far apart the times are")
    func order() {
        var random = SeededRandom(printingSeedAs: "REBASE_SEED")
        for _ in 0..<200 {
            let times = (0..<50).map { _ in Timestamp(milliseconds: Int64(random.next() % 253_402_300_800_000)) }
            let span = Duration.seconds(Int64(1 + random.next() % 40_000_000))
            guard let oldest = times.min(), let newest = times.max() else { continue }
            let rebase = TimeRebase(oldest: oldest, newest: newest, span: span, now: Self.now)
            let moved = times.sorted().map { rebase.moved($0) }
            #expect(moved == moved.sorted(), "\(random)")
            #expect(moved.first == Self.now - span && moved.last == Self.now, "\(random)")
        }
    }

    @Test("data of a single moment becomes now")
    func moment() {
        let time = Timestamp(seconds: 5)
        #expect(TimeRebase(oldest: time, newest: time, span: .seconds(60), now: Self.now).moved(time) == Self.now)
    }
}
