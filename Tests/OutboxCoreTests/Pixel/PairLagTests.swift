import OutboxCore
import Testing

@Suite("How far pixel and server lie apart")
struct PairLagTests {
    private let pixel = Timestamp(seconds: 1_000_000)

    @Test(
        "at the edges of TikTok's windows",
        arguments: [
            (Duration.seconds(300), [1, 0, 0]), (.milliseconds(300_001), [0, 1, 0]),
            (.seconds(48 * 3600), [0, 1, 0]), (.milliseconds(48 * 3_600_000 + 1), [0, 0, 1]),
        ])
    func windows(lag: Duration, expected: [Int]) {
        for isServerFirst in [false, true] {
            var counted = PairLag()
            counted.add(pixel: pixel, server: isServerFirst ? pixel - lag : pixel + lag)
            #expect([counted.merged, counted.dropped, counted.countedTwice] == expected)
            #expect(counted.serverFirst == (isServerFirst ? 1 : 0))
            #expect(counted.quantile(0.5) == lag)
        }
    }

    @Test("by shares of the pairs")
    func quantiles() {
        var lag = PairLag()
        #expect(lag.quantile(0.5) == nil)
        for second in (1...100).reversed() { lag.add(pixel: pixel, server: pixel + .seconds(second)) }
        #expect(lag.quantile(0.5) == .seconds(50) && lag.quantile(0.95) == .seconds(95))
        #expect(lag.quantile(0) == .seconds(1) && lag.quantile(1) == .seconds(100))
    }
}
