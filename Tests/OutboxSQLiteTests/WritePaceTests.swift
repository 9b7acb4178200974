import Testing

@testable import OutboxSQLite

@Suite("The pace of a writer")
struct WritePaceTests {
    private let start = ContinuousClock.now

    private func after(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    @Test("After 50 ms of holding the lock it is left alone for 2 ms")
    func gap() {
        var pace = WritePace()
        for turn in 0..<5 {
            #expect(pace.wait(at: after(turn * 10)) == .zero)
            pace.held(from: after(turn * 10), to: after(turn * 10 + 10))
        }
        #expect(pace.wait(at: after(50)) == .milliseconds(2))
        for turn in 0..<5 {
            pace.held(from: after(52 + turn * 10), to: after(62 + turn * 10))
            #expect(pace.wait(at: after(62 + turn * 10)) == (turn < 4 ? .zero : .milliseconds(2)))
        }
    }

    @Test("A long run of short transactions rests 2 ms in 50")
    func share() {
        var pace = WritePace()
        var (now, rested) = (start, Duration.zero)
        for _ in 0..<10_000 {
            let wait = pace.wait(at: now)
            rested += wait
            pace.held(from: now + wait, to: now + wait + .milliseconds(1))
            now += wait + .milliseconds(1)
        }
        #expect(rested == .milliseconds(199 * 2))
    }

    @Test("A writer that leaves gaps by itself is not slowed down")
    func ownGaps() {
        var pace = WritePace()
        for turn in 0..<100 {
            #expect(pace.wait(at: after(turn * 12)) == .zero)
            pace.held(from: after(turn * 12), to: after(turn * 12 + 10))
        }
    }

    @Test("Short pauses between transactions do not count as a gap")
    func shortPauses() {
        var pace = WritePace()
        for turn in 0..<5 { pace.held(from: after(turn * 11), to: after(turn * 11 + 10)) }
        #expect(pace.wait(at: after(55)) == .milliseconds(1))
    }
}
