import OutboxCore
import Testing

@testable import OutboxServer

@Suite("How many reports of pages are taken")
struct EchoRatesTests {
    private let start = Timestamp(seconds: 1_000_000)

    @Test("An address may report in a burst, then at its rate")
    func address() {
        var rates = EchoRates()
        let burst = Int(EchoRates.ofAddress.burst)
        for _ in 0..<burst { #expect(rates.take(key: "shop", address: Array("1.2.3.4".utf8), at: start) == nil) }
        #expect(rates.take(key: "shop", address: Array("1.2.3.4".utf8), at: start) == 1)
        #expect(rates.take(key: "shop", address: Array("5.6.7.8".utf8), at: start) == nil, "another one is not held up")
        #expect(rates.take(key: "shop", address: Array("1.2.3.4".utf8), at: start + .milliseconds(500)) == nil)
        #expect(rates.take(key: "shop", address: Array("1.2.3.4".utf8), at: start + .milliseconds(501)) == 1)
        #expect(
            rates.take(key: "shop", address: Array("1.2.3.4".utf8), at: start - .seconds(3600)) == 1,
            "the clock is set back")
        #expect(
            rates.take(key: "shop", address: Array("1.2.3.4".utf8), at: start - .seconds(3590)) == nil, "and goes on")
    }

    @Test("All pages of a key together have a rate, which no other key feels")
    func key() {
        var rates = EchoRates()
        let burst = Int(EchoRates.ofKey.burst)
        for number in 0..<burst { #expect(rates.take(key: "shop", address: Array("\(number)".utf8), at: start) == nil) }
        #expect(rates.take(key: "shop", address: Array("x".utf8), at: start) == 1)
        #expect(rates.take(key: "other", address: Array("x".utf8), at: start) == nil)
    }

    @Test("Memory is bounded: addresses beyond share a rate, and quiet ones are forgotten")
    func bounded() {
        var rates = EchoRates()
        for number in 0..<EchoRates.maximumAddresses {
            _ = rates.take(key: "k\(number / 1000)", address: Array("\(number)".utf8), at: start)
        }
        let burst = Int(EchoRates.ofAddress.burst)
        for number in 0..<burst {
            #expect(rates.take(key: "a", address: Array("new \(number)".utf8), at: start) == nil)
        }
        #expect(rates.take(key: "a", address: Array("yet another".utf8), at: start) == 1)
        #expect(rates.take(key: "a", address: Array("0".utf8), at: start) == nil, "a known one has its own")
        let later = start + .seconds(120)
        for number in 0..<burst {
            #expect(rates.take(key: "a", address: Array("new \(number)".utf8), at: later) == nil)
        }
        #expect(rates.take(key: "a", address: Array("yet another".utf8), at: later) == nil)
    }
}
