import OutboxConfiguration
import Testing

@testable import OutboxConfiguration

@Suite("Durations, rates and sizes")
struct ValueTextTests {
    @Test(
        "A duration is a whole number with a unit",
        arguments: [
            ("250ms", Duration.milliseconds(250)), ("45s", .seconds(45)), ("10m", .seconds(600)),
            ("24h", .seconds(86_400)), ("7d", .seconds(604_800)), ("0", .zero), ("0s", .zero),
            ("999999999d", .seconds(999_999_999 * 86_400)),
        ])
    func durations(_ text: String, _ duration: Duration) {
        #expect(DurationText.parse(text) == duration)
    }

    @Test(
        "Anything else is no duration",
        arguments: [
            "", "10", "m", "1.5h", "-1s", "+1s", "10 m", "10min", "1h30m", "1M", "1e3s", "9999999999s", "٣s", "PT5M",
        ])
    func notDurations(_ text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(
        "A duration is written in the largest unit that divides it",
        arguments: ["250ms", "90s", "10m", "36h", "7d", "0s"])
    func written(_ text: String) throws {
        #expect(DurationText.write(try #require(DurationText.parse(text))) == text)
    }

    @Test("Rates count by the second or the minute")
    func rates() {
        #expect(RateText.parse("100/s") == 100)
        #expect(RateText.parse("600/m") == 10)
        #expect(RateText.parse("1/m") == 1.0 / 60)
        for text in ["100", "100/h", "/s", "1.5/s", "-1/s", "100 /s", "100/sec"] {
            #expect(RateText.parse(text) == nil)
        }
    }

    @Test("Sizes count in 1,024")
    func sizes() {
        #expect(SizeText.parse("32KB") == 32_768)
        #expect(SizeText.parse("1MB") == 1_048_576)
        #expect(SizeText.parse("512B") == 512)
        for text in ["32", "32kb", "32K", "32 KB", "1.5MB", "1GB", "-1KB"] { #expect(SizeText.parse(text) == nil) }
        for text in ["32KB", "1MB", "100B", "0B"] { #expect(SizeText.parse(text).map(SizeText.write) == text) }
    }
}
